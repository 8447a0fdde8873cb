import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.xml.bind.JAXBContext;
import javax.xml.bind.Unmarshaller;

/**
 * JAXB on classes that xjc generated, as `cargo xtask compare` measures it: each message becomes
 * objects, and Xerces-J validates what is read meanwhile. Arguments: the list of messages, the schema
 * and the folder of the classes.
 */
public final class JaxbPeer {
    private JaxbPeer() {}

    public static void main(String[] arguments) throws Exception {
        Path classes = Path.of(arguments[2]);
        String packages;
        try (Stream<Path> found = Files.walk(classes)) {
            packages =
                    found.filter(file -> file.endsWith("ObjectFactory.class"))
                            .map(file -> classes.relativize(file.getParent()).toString().replace(File.separatorChar, '.'))
                            .sorted()
                            .collect(Collectors.joining(":"));
        }
        Unmarshaller unmarshaller = JAXBContext.newInstance(packages).createUnmarshaller();
        unmarshaller.setSchema(
                new org.apache.xerces.jaxp.validation.XMLSchemaFactory().newSchema(new File(arguments[1])));
        // Without a handler, messages that are not valid pass.
        unmarshaller.setEventHandler(event -> false);
        Package runtime = unmarshaller.getClass().getPackage();
        String version = runtime.getImplementationVersion();
        Rounds.serve(
                "JAXB" + (version == null ? "" : " " + version),
                arguments[0],
                message -> unmarshaller.unmarshal(new ByteArrayInputStream(message)));
    }
}
