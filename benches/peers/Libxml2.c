/* libxml2 through its API, as `cargo xtask compare` measures it: a tree is read from memory and
 * validated by a schema that was read once.
 *
 * Arguments: the list of messages (faulty ones with an exclamation mark before them) and the schema.
 * benches/src/rounds.rs says what is asked and answered. */

#include <libxml/parser.h>
#include <libxml/xmlschemas.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct message {
    char *bytes;
    int length;
    int faulty;
};

static struct message *messages;
static size_t count;
static int complaints;

/* The first complaint about a message that was measured is passed on. */
static void complain(void *context, const char *format, ...) {
    (void)context;
    if (complaints++ > 0) {
        return;
    }
    va_list arguments;
    va_start(arguments, format);
    vfprintf(stderr, format, arguments);
    va_end(arguments);
}

static void silent(void *context, const char *format, ...) {
    (void)context;
    (void)format;
}

static void fail(const char *what, const char *which) {
    fprintf(stderr, "%s: %s\n", what, which);
    exit(1);
}

static void load(char *name) {
    messages = realloc(messages, (count + 1) * sizeof *messages);
    struct message *message = &messages[count++];
    message->faulty = *name == '!';
    name += message->faulty;
    FILE *file = fopen(name, "rb");
    if (file == NULL || fseek(file, 0, SEEK_END) != 0) {
        fail("cannot be read", name);
    }
    message->length = (int)ftell(file);
    message->bytes = malloc(message->length + 1);
    rewind(file);
    if (fread(message->bytes, 1, message->length, file) != (size_t)message->length) {
        fail("cannot be read", name);
    }
    fclose(file);
}

static int judge(xmlSchemaValidCtxtPtr validator, const struct message *message) {
    xmlDocPtr document = xmlReadMemory(message->bytes, message->length, NULL, NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    if (document == NULL) {
        return 0;
    }
    int result = xmlSchemaValidateDoc(validator, document);
    xmlFreeDoc(document);
    return result == 0;
}

static double now(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
    char line[4096];
    if (argc != 3) {
        fail("usage", "Libxml2 LIST SCHEMA");
    }
    FILE *list = fopen(argv[1], "r");
    if (list == NULL) {
        fail("cannot be read", argv[1]);
    }
    while (fgets(line, sizeof line, list) != NULL) {
        line[strcspn(line, "\n")] = 0;
        load(line);
    }
    fclose(list);
    xmlSchemaParserCtxtPtr parser = xmlSchemaNewParserCtxt(argv[2]);
    xmlSchemaPtr schema = xmlSchemaParse(parser);
    if (schema == NULL) {
        fail("is not taken as a schema", argv[2]);
    }
    xmlSchemaValidCtxtPtr validator = xmlSchemaNewValidCtxt(schema);
    xmlSetGenericErrorFunc(NULL, silent);
    xmlSchemaSetValidErrors(validator, silent, silent, NULL);
    int refused = 0;
    for (size_t at = 0; at < count; at++) {
        refused += messages[at].faulty && !judge(validator, &messages[at]);
    }
    xmlSetGenericErrorFunc(NULL, complain);
    xmlSchemaSetValidErrors(validator, complain, silent, NULL);
    printf("{\"ready\":\"libxml2 %s\",\"refused\":%d}\n", LIBXML_DOTTED_VERSION, refused);
    fflush(stdout);
    while (fgets(line, sizeof line, stdin) != NULL) {
        double least = atof(line);
        long long bytes = 0, judged = 0, valid = 0;
        double begin = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
        do {
            for (size_t at = 0; at < count; at++) {
                if (!messages[at].faulty) {
                    bytes += messages[at].length;
                    judged += 1;
                    valid += judge(validator, &messages[at]);
                }
            }
        } while (now(CLOCK_MONOTONIC) - begin < least);
        double seconds = now(CLOCK_PROCESS_CPUTIME_ID) - processor;
        printf("{\"bytes\":%lld,\"seconds\":%.9f,\"messages\":%lld,\"valid\":%lld}\n", bytes, seconds, judged, valid);
        fflush(stdout);
    }
    return 0;
}
