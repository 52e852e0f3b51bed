package io.elbo4j.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text of a manifest.
 *
 * @param entries by the name of the part, in order: {@code Long}, {@code Double}, {@code String} or {@link ArrayFile}
 * @param sha256 of the text with zeros in its place; zeros before it is written
 */
record ManifestJson(
        String kind, int version, Map<String, Object> entries, Map<String, Object> provenance, String sha256) {

    static final String FORMAT = "elbo4j-model";
    static final int FORMAT_VERSION = 1;

    /** A manifest holds scalars and texts only; one that is longer than this is not one of ours. */
    static final int MAX_BYTES = 1 << 24;

    /** Stands for the manifest's own checksum while that is computed. */
    private static final String BLANK = "0".repeat(64);

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** To be written. */
    ManifestJson(String kind, int version, Map<String, Object> entries, Map<String, Object> provenance) {
        this(kind, version, entries, provenance, BLANK);
    }

    Manifest outline() {
        Map<String, String> types = new LinkedHashMap<>();
        entries.forEach((name, value) -> types.put(name, type(value)));
        return new Manifest(kind, version, types, provenance, sha256);
    }

    private static String type(Object value) {
        if (value instanceof ArrayFile array) {
            return array.type().label();
        }
        return value instanceof Long ? "long" : value instanceof Double ? "double" : "string";
    }

    /** Gives its checksum. */
    String write(Folder folder) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT).put("formatVersion", FORMAT_VERSION).put("sha256", BLANK);
        root.put("kind", kind).put("version", version);
        entries.forEach((name, value) -> describe(root.withArray("parts").addObject(), name, value));
        root.withArray("parts");
        root.set("provenance", JSON.valueToTree(provenance));
        DefaultIndenter lines = new DefaultIndenter("  ", "\n");
        String text = JSON.writer(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines))
                .writeValueAsString(root);
        byte[] blank = text.getBytes(StandardCharsets.UTF_8);
        if (blank.length > MAX_BYTES) {
            throw new IOException("model: manifest too long: bytes=" + blank.length + " most=" + MAX_BYTES
                    + "; keep large things out of the provenance and in arrays");
        }
        String checksum = digest(blank);
        try (OutputStream out = folder.create(Manifest.FILE)) {
            out.write(text.replaceFirst(BLANK, checksum).getBytes(StandardCharsets.UTF_8));
        }
        return checksum;
    }

    private static void describe(ObjectNode into, String name, Object value) {
        into.put("name", name).put("type", type(value));
        if (value instanceof ArrayFile array) {
            into.put("length", array.length()).put("bytes", array.bytes());
            into.put("file", array.file()).put("sha256", array.sha256());
        } else if (value instanceof Long whole) {
            into.put("value", whole);
        } else if (value instanceof Double real && Double.isFinite(real)) {
            into.put("value", real);
        } else {
            // JSON has no numbers for NaN and the infinities.
            into.put("value", value.toString());
        }
    }

    static ManifestJson read(Folder folder) {
        byte[] bytes;
        JsonNode root;
        try (InputStream in = folder.open(Manifest.FILE)) {
            bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw corrupt("longer than " + MAX_BYTES + " bytes", "nothing");
            }
            root = JSON.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new CorruptModelException(
                    "model: bad manifest: cut off, or no JSON: file=" + Manifest.FILE
                            + (e.getLocation() == null
                                    ? ""
                                    : " line=" + e.getLocation().getLineNr())
                            + "; copy the folder again from its source",
                    e);
        } catch (FileNotFoundException | NoSuchFileException e) {
            throw new CorruptModelException(
                    "model: no manifest: file=" + Manifest.FILE
                            + "; is this a model folder, and was its writing finished?",
                    e);
        } catch (IOException e) {
            throw new CorruptModelException(
                    "model: cannot read the manifest: file=" + Manifest.FILE + " cause=\""
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")
                            + "\"; copy the folder again from its source, or look at your rights",
                    e);
        }
        if (!FORMAT.equals(root.path("format").textValue())) {
            throw corrupt("not a model of Elbo4j", "format");
        }
        int formatVersion = whole(root, "formatVersion");
        if (formatVersion > FORMAT_VERSION) {
            throw new CorruptModelException("model: written by a newer version: file=" + Manifest.FILE
                    + " formatVersion=" + formatVersion + " newestKnown=" + FORMAT_VERSION + "; update Elbo4j");
        }
        checkDigest(bytes, text(root, "sha256"));
        Map<String, Object> entries = new LinkedHashMap<>();
        for (JsonNode part : root.path("parts")) {
            if (entries.putIfAbsent(text(part, "name"), value(part)) != null) {
                throw corrupt("a part twice", "name");
            }
        }
        if (!root.path("provenance").isObject()) {
            throw corrupt("field missing or of another type", "provenance");
        }
        Map<String, Object> provenance = JSON.convertValue(root.get("provenance"), new TypeReference<>() {});
        return new ManifestJson(text(root, "kind"), whole(root, "version"), entries, provenance, text(root, "sha256"));
    }

    private static Object value(JsonNode part) {
        String type = text(part, "type");
        JsonNode value = part.path("value");
        for (ArrayType known : ArrayType.values()) {
            if (known.label().equals(type)) {
                ArrayFile array = new ArrayFile(
                        text(part, "name"), known, whole(part, "length"), text(part, "file"), text(part, "sha256"));
                if (part.path("bytes").longValue() != array.bytes()) {
                    throw corrupt("length and bytes do not agree", "bytes");
                }
                return array;
            }
        }
        if (type.equals("long") && value.isIntegralNumber() && value.canConvertToLong()) {
            return value.longValue();
        }
        if (type.equals("double") && value.isNumber()) {
            return value.doubleValue();
        }
        if (type.equals("double")) {
            return switch (text(part, "value")) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw corrupt("not a number", "value");
            };
        }
        if (type.equals("string") && value.isTextual()) {
            return value.textValue();
        }
        throw corrupt("type unknown, or value of another type: type=" + type, "value");
    }

    private static String text(JsonNode node, String field) {
        String value = node.path(field).textValue();
        if (value == null) {
            throw corrupt("field missing or of another type", field);
        }
        return value;
    }

    private static int whole(JsonNode node, String field) {
        JsonNode value = node.path(field);
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            throw corrupt("field missing, of another type or out of range: value=" + value, field);
        }
        return value.intValue();
    }

    /** The checksum covers the whole text, with zeros in its own place: the first occurrence, since it comes first. */
    private static void checkDigest(byte[] bytes, String sha256) {
        int at = new String(bytes, StandardCharsets.ISO_8859_1).indexOf(sha256);
        byte[] blank = bytes.clone();
        if (sha256.length() == BLANK.length() && at >= 0) {
            Arrays.fill(blank, at, at + sha256.length(), (byte) '0');
        }
        if (!digest(blank).equals(sha256)) {
            throw new CorruptModelException("model: checksum does not match: file=" + Manifest.FILE + " expected="
                    + sha256 + "; the file was changed or damaged, copy it again from its source");
        }
    }

    private static String digest(byte[] bytes) {
        MessageDigest digest = Digests.sha256();
        digest.update(bytes);
        return Digests.hex(digest);
    }

    private static CorruptModelException corrupt(String what, String field) {
        return new CorruptModelException("model: bad manifest: " + what + ": file=" + Manifest.FILE + " field=" + field
                + "; copy the folder again from its source");
    }
}
