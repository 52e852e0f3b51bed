import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Puts ND4J's largest library into the jar without what only linkers and debuggers read, a tenth of it; then prints the jar's size
 * and SHA-256. Run by the build: {@code java PackedNatives.java JAR NATIVES.jar}.
 *
 * <p>A library in ELF is loaded by its program headers, which say what goes to where in memory, and bound by {@code .dynsym}, which lies
 * inside of that. Section headers, {@code .symtab} and {@code .strtab} lie behind all of it: the file is cut there.
 */
final class PackedNatives {

    private static final String LIBRARY = "libnd4jcpu.so";
    private static final byte[] ELF_64_LITTLE_ENDIAN = {0x7f, 'E', 'L', 'F', 2, 1};
    private static final int FILE_HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;

    private PackedNatives() {}

    public static void main(String[] args) throws Exception {
        Path jar = Path.of(args[0]);
        try (FileSystem packed = FileSystems.newFileSystem(jar);
                FileSystem natives = FileSystems.newFileSystem(Path.of(args[1]))) {
            for (Path library : libraries(natives)) {
                pack(library, packed.getPath(library.toString()));
            }
        }
        System.out.println(String.format(
                Locale.ROOT, "jar: %s MiB=%.1f sha256=%s", jar, Files.size(jar) / 1048576.0, sha256(jar)));
    }

    private static List<Path> libraries(FileSystem natives) throws IOException {
        try (Stream<Path> files = Files.walk(natives.getPath("/"))) {
            return files.filter(file -> file.endsWith(LIBRARY)).sorted().toList();
        }
    }

    /** As {@code from}, if it is not such a file. */
    private static void pack(Path from, Path to) throws IOException {
        FileTime time = Files.getLastModifiedTime(from);
        Files.createDirectories(to.getParent());
        try (InputStream in = Files.newInputStream(from);
                OutputStream out = Files.newOutputStream(to)) {
            byte[] fileHeader = in.readNBytes(FILE_HEADER_BYTES);
            if (!Arrays.equals(ELF_64_LITTLE_ENDIAN, Arrays.copyOf(fileHeader, ELF_64_LITTLE_ENDIAN.length))) {
                out.write(fileHeader);
                in.transferTo(out);
                return;
            }
            ByteBuffer file = ByteBuffer.wrap(fileHeader).order(ByteOrder.LITTLE_ENDIAN);
            byte[] programHeaders = programHeaders(file, in);
            long end = loadedEnd(programHeaders);
            withoutSections(file);
            out.write(fileHeader);
            out.write(programHeaders);
            copy(in, out, end - FILE_HEADER_BYTES - programHeaders.length, from);
        }
        // All three, or else the jar holds the time of the build, and its hash is another each time.
        Files.getFileAttributeView(to, BasicFileAttributeView.class).setTimes(time, time, time);
    }

    /** They follow the file header in whatever a linker makes. */
    private static byte[] programHeaders(ByteBuffer file, InputStream in) throws IOException {
        long offset = file.getLong(0x20);
        int bytes = Short.toUnsignedInt(file.getShort(0x36));
        if (offset != FILE_HEADER_BYTES || bytes != PROGRAM_HEADER_BYTES) {
            throw new IOException("library: program headers are not where they should be: offset=" + offset + " bytes=" + bytes
                    + "; pack the library as it is");
        }
        return in.readNBytes(bytes * Short.toUnsignedInt(file.getShort(0x38)));
    }

    /** Where the last segment ends in the file. */
    private static long loadedEnd(byte[] programHeaders) {
        ByteBuffer headers = ByteBuffer.wrap(programHeaders).order(ByteOrder.LITTLE_ENDIAN);
        long end = 0;
        for (int at = 0; at < programHeaders.length; at += PROGRAM_HEADER_BYTES) {
            end = Math.max(end, headers.getLong(at + 0x08) + headers.getLong(at + 0x20));
        }
        return end;
    }

    private static void withoutSections(ByteBuffer file) {
        file.putLong(0x28, 0);
        file.putShort(0x3c, (short) 0).putShort(0x3e, (short) 0);
    }

    private static void copy(InputStream in, OutputStream out, long bytes, Path from) throws IOException {
        byte[] part = new byte[1 << 16];
        for (long left = bytes; left > 0; ) {
            int read = in.read(part, 0, (int) Math.min(left, part.length));
            if (read < 0) {
                throw new IOException("library: ends before its last segment: file=" + from + " missing=" + left
                        + "; delete the jar that holds it, for Maven to fetch it again");
            }
            out.write(part, 0, read);
            left -= read;
        }
    }

    private static String sha256(Path file) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return HexFormat.of().formatHex(digest.digest());
    }
}
