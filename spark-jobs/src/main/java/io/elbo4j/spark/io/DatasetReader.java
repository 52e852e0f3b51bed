package io.elbo4j.spark.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;

/** Opens data by URI. */
public final class DatasetReader {

    /** The formats that are found out by themselves. */
    static final List<String> FORMATS =
            List.of("idx", "csv", "libsvm", "npz", "images", "parquet", "orc", "json", "avro");

    /** Those of readers of our own, which name the place of a fault; Spark's data sources read all others. */
    private static final List<String> OWN = List.of("idx", "csv", "libsvm", "npz", "images");

    private static final int PARQUET_MAGIC = 0x50415231;

    private final SparkSession spark;
    private final Surroundings surroundings;
    private final Storage storage;

    /** Reads with this session's file systems; relative paths are also looked for in the project's home. */
    public DatasetReader(SparkSession spark, Surroundings surroundings) {
        this.spark = spark;
        this.surroundings = surroundings;
        this.storage = new Storage(spark.sparkContext().hadoopConfiguration());
    }

    /** Whether a data source of Spark reads the format, once it is known. */
    public static boolean isSparks(String format) {
        return !format.equals(DataSource.AUTO) && !OWN.contains(format);
    }

    /** Whether rows of a format of Spark's lie in files. */
    public static boolean liesInFiles(String format) {
        return FrameTables.IN_FILES.contains(format);
    }

    /**
     * Opens a source, reads through it once, and checks what can be checked without a model.
     *
     * @throws DataException when the source is missing, damaged, or not what it is said to be
     */
    public Table read(DataSource source) {
        try {
            List<String> files = source.uri().isEmpty() ? List.of() : files(source.uri());
            String format = source.format().equals(DataSource.AUTO) ? format(source, files) : source.format();
            if (files.isEmpty() && (OWN.contains(format) || !source.uri().isEmpty())) {
                throw missing(source.uri());
            }
            JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
            return switch (format) {
                case "idx" -> IdxTables.of(context, storage, source, files);
                case "npz" -> ImageTables.npz(context, storage, source, files);
                case "images" -> ImageTables.pictures(context, storage, source, files);
                case "csv" -> TextTables.csv(context, storage, source, files);
                case "libsvm" -> TextTables.libsvm(context, storage, source, files);
                default -> FrameTables.frame(spark, storage, source.withFormat(format), files);
            };
        } catch (IOException e) {
            throw new DataException(
                    "data: file cannot be read: uri=" + source.uri() + " cause=" + e.getMessage()
                            + "; check the address, the file system's settings and your rights",
                    e);
        }
    }

    private List<String> files(String uri) throws IOException {
        List<String> files = storage.files(uri);
        String home = surroundings.home();
        boolean relative = new Path(uri).toUri().getScheme() == null && !uri.startsWith("/");
        if (files.isEmpty() && relative && !home.isEmpty()) {
            return storage.files(NamedData.under(home, uri));
        }
        return files;
    }

    private DataException missing(String uri) {
        return new DataException("data: no such file: uri=" + uri + " home=" + surroundings.home()
                + "; check the path, or give a full URI such as hdfs://host/path (relative paths are looked for in the"
                + " working folder and below " + Surroundings.HOME + ")");
    }

    /** By the first file's name, else by its first bytes. */
    private String format(DataSource source, List<String> files) throws IOException {
        if (files.isEmpty()) {
            throw missing(source.uri());
        }
        String file = files.get(0);
        String name = new Path(storage.withoutCodecSuffix(file)).getName();
        if (name.matches(".*idx\\d-ubyte") || name.endsWith(".idx")) {
            return "idx";
        }
        if (ImageTables.isPicture(name)) {
            return "images";
        }
        if (name.matches(".*\\.(svm|svmlight)")) {
            return "libsvm";
        }
        for (String format : FORMATS) {
            if (name.endsWith("." + format)) {
                return format;
            }
        }
        byte[] start = new byte[4];
        int found;
        try (InputStream in = storage.openDecoded(file)) {
            found = in.readNBytes(start, 0, start.length);
        }
        int magic = ByteBuffer.wrap(start).getInt();
        if (found == 0) {
            throw new NoRowsException("data: file is empty: file=" + file + "; fetch or write it again");
        }
        if (magic == PARQUET_MAGIC) {
            return "parquet";
        }
        if (magic >>> 12 == 0 && (magic & 0xFF) > 0) {
            return "idx";
        }
        throw new DataException("data: format not recognised: file=" + file + "; set data.format to one of " + FORMATS
                + " or a Spark DataFrame source");
    }
}
