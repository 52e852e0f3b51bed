package io.elbo4j.spark.architecture;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the build does to ND4J's library while it packs it. */
class PackedNativesTest {

    private static final String ELF = "org/linux/libnd4jcpu.so";
    private static final String OTHER = "org/other/libnd4jcpu.so";
    private static final int LOADED = 1000;

    @TempDir
    Path folder;

    /** Two segments, the first of which ends last; behind them 500 bytes that nobody loads. */
    private static byte[] elf() {
        byte[] bytes = new byte[LOADED + 500];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i * 31);
        }
        ByteBuffer file = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        file.put(0, new byte[] {0x7f, 'E', 'L', 'F', 2, 1});
        file.putLong(0x20, 64).putLong(0x28, LOADED + 100);
        file.putShort(0x36, (short) 56).putShort(0x38, (short) 2);
        file.putLong(64 + 0x08, 200).putLong(64 + 0x20, LOADED - 200);
        file.putLong(64 + 56 + 0x08, 0).putLong(64 + 56 + 0x20, 300);
        return bytes;
    }

    private Path zip(String name, Map<String, byte[]> files) throws IOException {
        Path zip = folder.resolve(name);
        try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip))) {
            for (Map.Entry<String, byte[]> file : new TreeMap<>(files).entrySet()) {
                out.putNextEntry(new ZipEntry(file.getKey()));
                out.write(file.getValue());
            }
        }
        return zip;
    }

    private static byte[] read(Path zip, String name) throws IOException {
        try (ZipFile file = new ZipFile(zip.toFile());
                InputStream in = file.getInputStream(file.getEntry(name))) {
            return in.readAllBytes();
        }
    }

    private static Process pack(Path jar, Path natives) throws IOException {
        String java = ProcessHandle.current().info().command().orElse("java");
        return new ProcessBuilder(java, "packing/PackedNatives.java", jar.toString(), natives.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String printed(Process process) throws IOException {
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void pack_keepsWhatIsLoaded_andTellsSizeAndHash() throws Exception {
        byte[] elf = elf();
        byte[] other = "not of this kind".repeat(20).getBytes(StandardCharsets.UTF_8);
        byte[] before = {1, 2, 3};
        Path jar = zip("some.jar", Map.of("a/before", before));
        Process process = pack(jar, zip("natives.jar", Map.of(ELF, elf, OTHER, other, "org/linux/small.so", before)));
        String printed = printed(process);
        assertEquals(0, process.waitFor(), printed);

        byte[] packed = read(jar, ELF);
        ByteBuffer file = ByteBuffer.wrap(packed).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(LOADED, packed.length);
        assertEquals(0, file.getLong(0x28) + file.getShort(0x3c) + file.getShort(0x3e));
        assertArrayEquals(Arrays.copyOfRange(elf, 64, LOADED), Arrays.copyOfRange(packed, 64, LOADED));
        assertArrayEquals(Arrays.copyOf(elf, 0x28), Arrays.copyOf(packed, 0x28));
        assertArrayEquals(other, read(jar, OTHER));
        assertArrayEquals(before, read(jar, "a/before"));
        try (ZipFile whole = new ZipFile(jar.toFile())) {
            assertNull(whole.getEntry("org/linux/small.so"), "shade packs it");
        }
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(jar)));
        assertTrue(printed.contains("MiB=0.0 sha256=" + hash), printed);
    }

    @Test
    void pack_ofALibraryThatIsCut_fails() throws Exception {
        Path natives = zip("natives.jar", Map.of(ELF, Arrays.copyOf(elf(), LOADED - 1)));
        Process process = pack(zip("some.jar", Map.of("a", new byte[1])), natives);
        String printed = printed(process);
        assertNotEquals(0, process.waitFor());
        assertTrue(printed.contains("ends before its last segment") && printed.contains("missing=1"), printed);
    }
}
