import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.xml.catalog.CatalogFeatures;
import javax.xml.catalog.CatalogManager;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import javax.xml.validation.Validator;
import org.xml.sax.SAXException;

/**
 * The verdict of Xerces-J on each line of standard input: schema file, tab, instance file. The
 * answer is "valid" or "invalid", a tab, and the first complaint. A catalog.xml beside the schema
 * resolves its imports.
 */
public class Judge {
    private static final String FULL = "http://apache.org/xml/features/validation/schema-full-checking";

    public static void main(String[] arguments) throws Exception {
        BufferedReader lines =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, false, StandardCharsets.UTF_8);
        Map<String, Schema> schemas = new HashMap<>();
        SchemaFactory factory = new org.apache.xerces.jaxp.validation.XMLSchemaFactory();
        factory.setFeature(FULL, true);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] files = line.split("\t");
            String complaint = null;
            try {
                Schema schema = schemas.get(files[0]);
                if (schema == null) {
                    schema = read(factory, Path.of(files[0]));
                    schemas.put(files[0], schema);
                }
                Validator validator = schema.newValidator();
                validator.validate(new StreamSource(Path.of(files[1]).toFile()));
            } catch (SAXException | IOException error) {
                complaint = String.valueOf(error.getMessage()).replaceAll("[\\t\\n\\r]+", " ");
            }
            out.println(complaint == null ? "valid\t" : "invalid\t" + complaint);
        }
        out.flush();
    }

    private static Schema read(SchemaFactory factory, Path file) throws SAXException {
        Path catalog = file.resolveSibling("catalog.xml");
        factory.setResourceResolver(
                Files.exists(catalog)
                        ? CatalogManager.catalogResolver(
                                CatalogFeatures.defaults(), catalog.toUri())
                        : null);
        return factory.newSchema(file.toFile());
    }
}
