package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelFolderTest {

    @TempDir
    Path root;

    private Path path;
    private LocalFolder folder;

    @BeforeEach
    void atANewFolder() {
        path = root.resolve("made/model");
        folder = new LocalFolder(path);
    }

    @Test
    void read_ofWritten_equalsTheValue() throws IOException {
        ModelFolder.write(folder, PartsCodec.TEST, PartsCodec.everything(), provenance());
        Parts back = ModelFolder.read(folder, PartsCodec.TEST);
        assertEquals(PartsCodec.everything(), back);
        assertEquals(
                List.copyOf(PartsCodec.everything().values().keySet()),
                List.copyOf(back.values().keySet()));
    }

    @Test
    void read_ofArraysLongerThanAChunk_equalsTheValue() throws IOException {
        Parts parts = new Parts();
        for (int length : new int[] {8191, 8192, 8193, 50_001}) {
            double[] numbers = new double[length];
            float[] singles = new float[length];
            for (int i = 0; i < length; i++) {
                numbers[i] = 1.0 / (i + 1);
                singles[i] = i;
            }
            parts.put("d" + length, numbers).put("f" + length, singles);
        }
        byte[] bytes = new byte[65_537];
        new Random(1).nextBytes(bytes);
        parts.put("bytes", bytes).put("noBytes", new byte[0]);
        ModelFolder.write(folder, PartsCodec.TEST, parts, Map.of());
        assertEquals(parts, ModelFolder.read(folder, PartsCodec.TEST));
        assertEquals("uint8", ModelFolder.manifest(folder).parts().get("bytes"));
    }

    @Test
    void manifest_ofWritten_tellsWithoutArrays() throws IOException {
        ModelFolder.write(folder, PartsCodec.TEST, PartsCodec.everything(), provenance());
        try (Stream<Path> files = Files.list(path)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".bin")).toList()) {
                Files.delete(file);
            }
        }
        Manifest manifest = ModelFolder.manifest(folder);
        assertEquals("test", manifest.kind());
        assertEquals(3, manifest.version());
        assertEquals("float32", manifest.parts().get("none"));
        assertEquals("long", manifest.parts().get("round"));
        assertEquals(provenance(), manifest.provenance());
        assertEquals(
                List.copyOf(provenance().keySet()),
                List.copyOf(manifest.provenance().keySet()));
    }

    @Test
    void write_ofAwkwardNames_staysInTheFolder() throws IOException {
        Parts parts = new Parts();
        for (String name : List.of("", ".", "..", "a/b", "a\\b", "../../x", "x".repeat(300), "ü", "a.", "C:")) {
            parts.put(name, new int[] {name.length()});
        }
        ModelFolder.write(folder, PartsCodec.TEST, parts, Map.of());
        assertEquals(parts, ModelFolder.read(folder, PartsCodec.TEST));
        try (Stream<Path> all = Files.walk(root)) {
            // root, made, model, the manifest and the arrays: nothing beside them.
            assertEquals(4 + 10, all.count());
        }
    }

    @Test
    void write_overAModel_isRefused() throws IOException {
        ModelFolder.write(folder, PartsCodec.TEST, new Parts().put("a", new int[1]), Map.of());
        assertThrows(
                FileAlreadyExistsException.class,
                () -> ModelFolder.write(folder, PartsCodec.TEST, new Parts().put("a", new int[2]), Map.of()));
        assertEquals(1, ModelFolder.read(folder, PartsCodec.TEST).ints("a").length);
    }

    @Test
    void read_ofAnotherKindOrVersion_isRefused() throws IOException {
        ModelFolder.write(folder, PartsCodec.TEST, PartsCodec.everything(), Map.of());
        refused(new PartsCodec("other", 3), "manifest.json", "kind=test expected=other");
        refused(new PartsCodec("test", 2), "manifest.json", "version=3 newestKnown=2");
        assertEquals(PartsCodec.everything(), ModelFolder.read(folder, new PartsCodec("test", 4)));
    }

    @Test
    void read_whenDecodingFails_namesTheManifest() throws IOException {
        ModelFolder.write(folder, PartsCodec.TEST, new Parts().put("a", 1L), Map.of());
        Codec<Long> strict = new Codec<>() {
            @Override
            public String kind() {
                return "test";
            }

            @Override
            public int version() {
                return 3;
            }

            @Override
            public Parts encode(Long value) {
                return new Parts().put("b", value);
            }

            @Override
            public Long decode(Parts parts, int version) {
                return parts.whole("b");
            }
        };
        CorruptModelException error = assertThrows(CorruptModelException.class, () -> ModelFolder.read(folder, strict));
        assertTrue(String.valueOf(error.getMessage()).contains("model/manifest.json kind="), error.getMessage());
        assertTrue(String.valueOf(error.getMessage()).contains("part=b"), error.getMessage());
    }

    @Test
    void golden_model_stillLoads() throws URISyntaxException {
        Folder golden = new LocalFolder(golden());
        assertEquals(PartsCodec.everything(), ModelFolder.read(golden, PartsCodec.TEST));
        assertEquals(provenance(), ModelFolder.manifest(golden).provenance());
    }

    @Test
    void write_ofTheGoldenValue_givesTheGoldenBytes() throws IOException, URISyntaxException {
        ModelFolder.write(folder, PartsCodec.TEST, PartsCodec.everything(), provenance());
        try (Stream<Path> files = Files.list(golden())) {
            List<Path> expected = files.toList();
            assertEquals(6, expected.size());
            for (Path file : expected) {
                Path written = path.resolve(file.getFileName().toString());
                assertArrayEquals(Files.readAllBytes(file), Files.readAllBytes(written), file.toString());
            }
        }
    }

    private void refused(PartsCodec codec, String... words) {
        CorruptModelException error = assertThrows(CorruptModelException.class, () -> ModelFolder.read(folder, codec));
        for (String word : words) {
            assertTrue(String.valueOf(error.getMessage()).contains(word), error.getMessage());
        }
    }

    private static Path golden() throws URISyntaxException {
        URL found = ModelFolderTest.class.getResource("/golden/model-format-1/manifest.json");
        return Objects.requireNonNull(
                Path.of(Objects.requireNonNull(found).toURI()).getParent());
    }

    private static Map<String, Object> provenance() {
        Map<String, Object> provenance = new LinkedHashMap<>();
        provenance.put("seed", 1);
        provenance.put("data", List.of("digits", 0.5, true));
        provenance.put("settings", Map.of("model.density", 0.1));
        return provenance;
    }
}
