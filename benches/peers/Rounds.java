import com.sun.management.OperatingSystemMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The conversation with `cargo xtask compare` that benches/src/rounds.rs describes, for Java. */
final class Rounds {
    /** Throws if the message is not valid. */
    interface Judge {
        void judge(byte[] message) throws Exception;
    }

    private Rounds() {}

    static void serve(String version, String list, Judge judge) throws IOException {
        List<byte[]> messages = new ArrayList<>();
        int refused = 0;
        long length = 0;
        for (String line : Files.readAllLines(Path.of(list))) {
            if (line.startsWith("!")) {
                refused += complaint(judge, Files.readAllBytes(Path.of(line.substring(1)))) != null ? 1 : 0;
            } else {
                messages.add(Files.readAllBytes(Path.of(line)));
                length += messages.get(messages.size() - 1).length;
            }
        }
        System.out.println("{\"ready\":\"" + version + "\",\"refused\":" + refused + "}");
        BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
        // All threads count: what collects garbage and what compiles work for the messages, too.
        OperatingSystemMXBean process =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        boolean silent = true;
        for (String line = requests.readLine(); line != null; line = requests.readLine()) {
            double least = Double.parseDouble(line);
            long passes = 0;
            long valid = 0;
            long processor = process.getProcessCpuTime();
            long begin = System.nanoTime();
            do {
                for (byte[] message : messages) {
                    Exception complaint = complaint(judge, message);
                    if (complaint == null) {
                        valid += 1;
                    } else if (silent) {
                        silent = false;
                        System.err.println(complaint);
                    }
                }
                passes += 1;
            } while ((System.nanoTime() - begin) / 1e9 < least);
            double seconds = (process.getProcessCpuTime() - processor) / 1e9;
            System.out.println(
                    "{\"bytes\":" + passes * length + ",\"seconds\":" + seconds
                            + ",\"messages\":" + passes * messages.size() + ",\"valid\":" + valid + "}");
        }
    }

    private static Exception complaint(Judge judge, byte[] message) {
        try {
            judge.judge(message);
            return null;
        } catch (Exception complaint) {
            return complaint;
        }
    }
}
