import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * The verdict of Xerces-J on each file whose name is a line of standard input: "valid", "invalid" or
 * "broken" where Xerces itself fails, then a tab and the first complaint. Arguments: the schema, and
 * a catalog if there is one. Answers "ready" once the schema is read.
 */
public class Judge {
    private static final String FULL = "http://apache.org/xml/features/validation/schema-full-checking";

    public static void main(String[] arguments) throws Exception {
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Validator validator = read(arguments).newValidator();
        // Nothing outside of a message is read.
        validator.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            org.apache.xerces.dom.DOMInputImpl nothing = new org.apache.xerces.dom.DOMInputImpl();
            nothing.setCharacterStream(new StringReader(""));
            return nothing;
        });
        out.println("ready");
        out.flush();
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            out.println(judge(validator, line));
            if (!lines.ready()) {
                out.flush();
            }
        }
        out.flush();
    }

    private static String judge(Validator validator, String file) {
        try {
            validator.validate(new StreamSource(Path.of(file).toFile()));
            return "valid\t";
        } catch (SAXException | IOException error) {
            return "invalid\t" + line(error);
        } catch (RuntimeException | StackOverflowError error) {
            return "broken\t" + error.getClass().getName() + ": " + line(error);
        }
    }

    private static String line(Throwable error) {
        return String.valueOf(error.getMessage()).replaceAll("\\p{Cntrl}+", " ");
    }

    private static Schema read(String[] arguments) throws SAXException {
        SchemaFactory factory = new org.apache.xerces.jaxp.validation.XMLSchemaFactory();
        factory.setFeature(FULL, true);
        if (arguments.length > 1) {
            factory.setResourceResolver(
                    CatalogManager.catalogResolver(
                            CatalogFeatures.builder()
                                    .with(CatalogFeatures.Feature.RESOLVE, "continue")
                                    .build(),
                            Path.of(arguments[1]).toUri()));
        }
        return factory.newSchema(Path.of(arguments[0]).toFile());
    }
}
