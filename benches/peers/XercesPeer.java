import java.io.ByteArrayInputStream;
import java.io.File;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Validator;

/**
 * Xerces-J, as `cargo xtask compare` measures it: parses and validates in one go, with a validator
 * that is used again. Arguments: the list of messages and the schema.
 */
public final class XercesPeer {
    private XercesPeer() {}

    public static void main(String[] arguments) throws Exception {
        Validator validator =
                new org.apache.xerces.jaxp.validation.XMLSchemaFactory()
                        .newSchema(new File(arguments[1]))
                        .newValidator();
        Rounds.serve(
                org.apache.xerces.impl.Version.getVersion(),
                arguments[0],
                message -> validator.validate(new StreamSource(new ByteArrayInputStream(message))));
    }
}
