package io.elbo4j.codec;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DamagedModelFolderTest {

    private static final String ARRAY = "1-mean.bin";

    @TempDir
    Path path;

    private LocalFolder folder;
    private Path manifest;

    @BeforeEach
    void withASmallModel() throws IOException {
        folder = new LocalFolder(path);
        manifest = path.resolve(Manifest.FILE);
        Parts parts = new Parts().put("round", 12L).put("mean", new float[] {1, 2, 3});
        ModelFolder.write(folder, PartsCodec.TEST, parts, Map.of("seed", 1));
    }

    @Test
    void read_afterAnyBitFlip_namesTheFile() throws IOException {
        for (String name : new String[] {Manifest.FILE, ARRAY}) {
            Path file = path.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int bit = 0; bit < whole.length * 8; bit++) {
                byte[] flipped = whole.clone();
                flipped[bit / 8] ^= (byte) (1 << bit % 8);
                Files.write(file, flipped);
                refused("bit " + bit + " of " + name, "file=" + path.resolve(name));
            }
            Files.write(file, whole);
        }
        ModelFolder.read(folder, PartsCodec.TEST);
    }

    @Test
    void read_ofAnyTruncation_namesTheFile() throws IOException {
        for (String name : new String[] {Manifest.FILE, ARRAY}) {
            Path file = path.resolve(name);
            byte[] whole = Files.readAllBytes(file);
            for (int length = 0; length < whole.length; length++) {
                Files.write(file, Arrays.copyOf(whole, length));
                refused(name + " cut to " + length, "file=" + path.resolve(name));
            }
            Files.write(file, whole);
        }
    }

    @Test
    void read_ofLongerOrMissingFile_namesTheFile() throws IOException {
        byte[] whole = Files.readAllBytes(path.resolve(ARRAY));
        Files.write(path.resolve(ARRAY), Arrays.copyOf(whole, whole.length + 1));
        refused("longer", "file=" + path.resolve(ARRAY), "expected=12");
        Files.delete(path.resolve(ARRAY));
        refused("missing array", "file=" + path.resolve(ARRAY));
        Files.delete(manifest);
        refused("missing manifest", "file=" + manifest);
    }

    @Test
    void read_ofAbsurdLength_endsWithoutTheMemory() throws IOException {
        forge("\"length\" : 3", "\"length\" : 2147483639", "\"bytes\" : 12", "\"bytes\" : 8589934556");
        refused("lying length", "file=" + path.resolve(ARRAY), "expected=8589934556");
        forge("\"length\" : 2147483639", "\"length\" : 99999999999");
        refused("length beyond int", "file=" + manifest, "length");
        forge("\"length\" : 99999999999", "\"length\" : -3");
        refused("negative length", "file=" + manifest, "length=-3");
        forge("\"length\" : -3", "\"length\" : 2");
        refused("bytes for another length", "file=" + manifest, "bytes");
    }

    @Test
    void read_ofUnsafeFileName_isRefused() throws IOException {
        String before = ARRAY;
        for (String name :
                new String[] {"../" + ARRAY, "/etc/passwd", "1-..bin", "a\\\\b.bin", "1-a/b.bin", "manifest.json"}) {
            forge("\"" + before + "\"", "\"" + name + "\"");
            refused(name, "file=" + manifest, "unsafe");
            before = name;
        }
        assertThrows(IOException.class, () -> folder.open("../x"));
        assertThrows(IOException.class, () -> folder.create("sub/x"));
        assertThrows(IOException.class, () -> folder.open(".."));
        // The working folder has no parent in its own name.
        assertThrows(NoSuchFileException.class, () -> new LocalFolder(Path.of("")).open("nothing-here"));
    }

    @Test
    void read_ofNewerFormat_asksForAnUpdate() throws IOException {
        forge("\"formatVersion\" : 1", "\"formatVersion\" : 2");
        refused("newer format", "file=" + manifest, "formatVersion=2", "update Elbo4j");
    }

    @Test
    void read_ofChangedContents_isRefusedEvenWithAChecksumThatFits() throws IOException {
        String[][] changes = {
            {"\"elbo4j-model\"", "\"other\""},
            {"\"type\" : \"long\"", "\"type\" : \"int128\""},
            {"\"value\" : 12", "\"value\" : 1.5"},
            {"\"value\" : 12", "\"value\" : 99999999999999999999"},
            {"\"value\" : 12", "\"value\" : \"12\""},
            {"\"name\" : \"mean\"", "\"name\" : \"round\""},
            {"\"version\" : 3", "\"version\" : 0"},
            {"\"version\" : 3", "\"version\" : \"3\""},
            {"\"provenance\"", "\"elsewhere\""},
            {"\"float32\"", "\"float64\""},
            {"\"kind\"", "\"sort\""},
        };
        byte[] whole = Files.readAllBytes(manifest);
        for (String[] change : changes) {
            forge(change);
            refused(change[1], "file=" + manifest);
            Files.write(manifest, whole);
        }
    }

    @Test
    void read_ofSomethingElse_isRefused() throws IOException {
        for (String text :
                new String[] {"", "[]", "null", "{}", "{\"format\": \"elbo4j-model\"}", "\u0000", "[".repeat(5000)}) {
            Files.writeString(manifest, text);
            refused(text, "file=" + manifest);
        }
        Files.write(manifest, new byte[ManifestJson.MAX_BYTES + 1]);
        refused("too long", "file=" + manifest);
    }

    /** Changes the manifest and makes its checksum fit, as an attacker would. */
    private void forge(String... fromTo) throws IOException {
        String text = Files.readString(manifest)
                .replaceFirst("\"sha256\" : \"[0-9a-f]*\"", "\"sha256\" : \"" + "0".repeat(64) + "\"");
        for (int i = 0; i < fromTo.length; i += 2) {
            assertTrue(text.contains(fromTo[i]), fromTo[i]);
            text = text.replace(fromTo[i], fromTo[i + 1]);
        }
        var digest = Digests.sha256();
        digest.update(text.getBytes(StandardCharsets.UTF_8));
        Files.writeString(manifest, text.replaceFirst("0{64}", Digests.hex(digest)));
    }

    private void refused(String what, String... words) {
        CorruptModelException error =
                assertThrows(CorruptModelException.class, () -> ModelFolder.read(folder, PartsCodec.TEST), what);
        for (String word : words) {
            assertTrue(String.valueOf(error.getMessage()).contains(word), what + ": " + error.getMessage());
        }
    }
}
