package io.elbo4j.spark.io;

import static io.elbo4j.spark.io.ShardAssert.assertShards;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.RowsOf;
import io.elbo4j.data.SparseFeatures;
import io.elbo4j.spark.LocalSpark;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(LocalSpark.class)
class DatasetReaderTest {

    private SparkSession spark;
    private DatasetReader reader;

    @TempDir
    Path folder;

    @BeforeEach
    void open(SparkSession session) {
        spark = session;
        reader = new DatasetReader(session, new Surroundings(name -> ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz"})
    void read_idx_equalsSplit(String suffix) {
        Batch batch = DataFiles.digits(1, 53, 12);
        String images = DataFiles.images(folder, "train", suffix, batch, 4, 3);
        try (Table table = reader.read(DataSource.of("file:" + images))) {
            assertEquals(List.of(1, 4, 3), table.shape());
            assertShards(DataFiles.scaled(batch), table, 1, 4, 11);
        }
    }

    @Test
    void read_idxOfTwoFilesAndThreeChannels_keepsOrderOfPaths() {
        Batch batch = DataFiles.digits(2, 20, 24);
        DataFiles.images(folder, "b", ".gz", batch.slice(7, 20), 3, 2, 4);
        DataFiles.images(folder, "a", "", batch.slice(0, 7), 3, 2, 4);
        for (String uri : List.of(folder.toString(), folder + "/*-images-idx4*")) {
            try (Table table = reader.read(DataSource.of(uri))) {
                assertEquals(List.of(3, 2, 4), table.shape());
                assertShards(DataFiles.scaled(batch), table, 3);
            }
        }
    }

    @Test
    void read_idxOfFloatsWithNamedLabels_leavesValuesAsTheyAre() {
        Batch batch = DataFiles.reals(3, 9, 5);
        String images = DataFiles.write(
                folder, "x.bin", DataFiles.idx(IdxHeader.FLOAT, batch.features().dense(), 9, 5));
        String labels = DataFiles.write(folder, "y.bin", DataFiles.idx(IdxHeader.FLOAT, batch.targets(), 9));
        try (Table table = reader.read(DataSource.of(images).withLabels(labels))) {
            assertEquals(List.of(5), table.shape());
            assertShards(batch, table, 2);
        }
    }

    @Test
    void read_withoutLabel_givesTargetsThatAreNotNumbers() {
        Batch batch = DataFiles.reals(4, 6, 2);
        String csv = DataFiles.write(folder, "x.csv", "a,b\n1,2\n3,4\n");
        try (Table table = reader.read(DataSource.of(csv).withLabel(""))) {
            assertEquals(List.of("a", "b"), table.featureNames());
            Batch found = table.shards(RowSelection.ALL, 2).collected();
            assertTrue(Float.isNaN(found.targets()[1]));
            assertEquals(4, found.features().dense()[3]);
        }
        String images = DataFiles.write(
                folder, "i.idx", DataFiles.idx(IdxHeader.FLOAT, batch.features().dense(), 6, 2));
        try (Table table = reader.read(DataSource.of(images).withLabel(""))) {
            assertEquals(6, table.rows());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".gz", ".bz2"})
    void read_csv_equalsSplit(String suffix) {
        Batch batch = DataFiles.reals(5, 41, 3);
        String name = "d.csv" + (suffix.equals(".bz2") ? "" : suffix);
        String file = DataFiles.write(folder, name, DataFiles.csv(batch, true));
        if (suffix.equals(".bz2")) {
            spark.read()
                    .text(file)
                    .coalesce(1)
                    .write()
                    .option("compression", "bzip2")
                    .text(folder + "/packed");
            file = folder + "/packed";
        }
        try (Table table =
                reader.read(DataSource.of(file).withFormat(suffix.equals(".bz2") ? "csv" : DataSource.AUTO))) {
            assertEquals(List.of("x0", "x1", "x2"), table.featureNames());
            assertShards(batch, table, 1, 3);
        }
    }

    @Test
    void read_csvWithoutHeader_takesLastColumnAsLabel() {
        Batch batch = DataFiles.reals(6, 12, 2);
        String file = DataFiles.write(folder, "d.csv", DataFiles.csv(batch, false));
        try (Table table = reader.read(DataSource.of(file).withHeader(false))) {
            assertEquals(List.of("c0", "c1"), table.featureNames());
            assertShards(batch, table, 2);
        }
    }

    @Test
    void read_csvWithQuotesMarkSemicolonAndLabelInTheMiddle() {
        String text = "\uFEFF\"a\";y; \"b c\" \r\n1;7;\"2\"\r\n\r\n-3e-1; 8 ;0.1234567\r\n";
        String file = DataFiles.write(folder, "d.csv", text);
        DataSource source = DataSource.of(file).withLabel("y").withOptions(Map.of("delimiter", ";"));
        try (Table table = reader.read(source)) {
            assertEquals(List.of("a", "b c"), table.featureNames());
            assertShards(new Batch(new float[] {1, 2, -0.3f, 0.1234567f}, new float[] {7, 8}, 2), table, 1);
        }
    }

    @Test
    void read_csvInManyFilesAndBlocks_keepsOrderOfPaths() {
        Batch batch = DataFiles.reals(7, 9000, 130);
        for (int part = 0; part < 3; part++) {
            String text = DataFiles.csv(batch.slice(part * 3000, part * 3000 + 3000), true);
            DataFiles.write(folder.resolve(part == 0 ? "a/deep" : "b"), "part-" + part + ".csv", text);
        }
        DataFiles.write(folder, "_SUCCESS", "");
        // 130 columns make blocks of 8065 rows; one file of all rows has two.
        String one = DataFiles.write(folder.resolve("../one"), "all.csv", DataFiles.csv(batch, true));
        for (String uri : List.of(folder.toString(), one)) {
            try (Table table = reader.read(DataSource.of(uri))) {
                assertShards(batch, table, 7);
            }
        }
    }

    @Test
    void read_libsvm_equalsSplit() {
        Batch batch = DataFiles.reals(8, 30, 6);
        Arrays.fill(batch.features().dense(), 5, 6, 1.5f);
        String file = DataFiles.write(folder, "d.libsvm.gz", DataFiles.libsvm(batch));
        try (Table table = reader.read(DataSource.of(file))) {
            assertEquals(6, table.featureNames().size());
            assertShards(batch, table, 4);
        }
        DataSource wider = DataSource.of(file).withOptions(Map.of("features", "8"));
        try (Table table = reader.read(wider)) {
            assertEquals(8, table.featureNames().size());
            assertEquals(
                    0, table.shards(RowSelection.ALL, 1).collected().features().dense()[7]);
        }
    }

    @Test
    void read_parquetOfColumns_keepsOrderOfPathsWhateverTheSplits() {
        Batch batch = DataFiles.reals(9, 600, 3);
        // Later files are larger: Spark alone would read them first.
        int[] cuts = {0, 10, 100, 600};
        for (int part = 0; part < 3; part++) {
            frame(batch.slice(cuts[part], cuts[part + 1]), false)
                    .coalesce(1)
                    .write()
                    .parquet(folder + "/set/part=" + part);
        }
        for (String splits : List.of("134217728", "512")) {
            spark.conf().set("spark.sql.files.maxPartitionBytes", splits);
            try (Table table = reader.read(DataSource.of(folder + "/set"))) {
                assertEquals(List.of("x0", "x1", "x2", "part"), table.featureNames());
                Batch found = table.shards(RowSelection.ALL, 5).collected();
                for (int i = 0; i < 600; i++) {
                    assertEquals(
                            batch.features().dense()[i * 3 + 1],
                            found.features().dense()[i * 4 + 1]);
                    assertEquals(batch.targets()[i], found.targets()[i]);
                    assertEquals(i < 10 ? 0 : i < 100 ? 1 : 2, found.features().dense()[i * 4 + 3]);
                }
            } finally {
                spark.conf().unset("spark.sql.files.maxPartitionBytes");
            }
        }
    }

    @Test
    void read_vectorsDenseAndSparse_equalsSplit() {
        Batch batch = DataFiles.reals(10, 40, 4);
        frame(batch, true).coalesce(1).write().parquet(folder + "/v.parquet");
        try (Table table = reader.read(DataSource.of(folder + "/v.parquet"))) {
            assertEquals("features[3]", table.featureNames().get(3));
            assertShards(batch, table, 3);
        }
    }

    @Test
    void read_sparseRows_staySparse_andEqualSplit_fromLibsvmAndFromVectors() {
        Batch dense = DataFiles.reals(13, 50, 8);
        for (int i = 0; i < 400; i++) {
            // Row 7 is empty.
            dense.features().dense()[i] =
                    i % 3 == 0 && i / 8 != 7 ? dense.features().dense()[i] : 0;
        }
        Batch sparse = new Batch(RowsOf.sparse(dense.features().dense(), 8), dense.targets());
        String file = DataFiles.write(folder, "s.svm", DataFiles.libsvm(dense));
        frame(dense, true).coalesce(1).write().parquet(folder + "/s.parquet");
        List<String> hashes = new ArrayList<>();
        for (String uri : List.of(file, folder + "/s.parquet")) {
            DataSource source = DataSource.of(uri).withOptions(uri.equals(file) ? Map.of("features", "8") : Map.of());
            try (Table table = reader.read(source.withSparse("true"))) {
                assertShards(sparse, table, 1, 3, 60);
                DataProfile profile = table.shards(RowSelection.ALL, 3).profile();
                assertTrue(profile.sparse());
                assertEquals(8, profile.width());
                assertEquals(List.of(), profile.constantFeatures());
                hashes.add(profile.contentHash());
            }
            try (Table table = reader.read(source)) {
                assertShards(dense, table, 3);
            }
        }
        assertEquals(hashes.get(0), hashes.get(1));
    }

    @Test
    void read_ofWideLibsvm_staysSparse_unlessToldOtherwise() {
        String file = DataFiles.write(folder, "w.svm", "1 3:2.5 1048576:-1\n0\n1 1:1\n");
        DataSource source = DataSource.of(file);
        try (Table table = reader.read(source)) {
            assertEquals("f1048576", table.featureNames().get((1 << 20) - 1));
            Batch found = table.shards(RowSelection.ALL, 2).collected();
            assertEquals(
                    new SparseFeatures(
                            1 << 20, new int[] {0, 2, 2, 3}, new int[] {2, (1 << 20) - 1, 0}, new float[] {2.5f, -1, 1
                            }),
                    found.features());
        }
        try (Table table = reader.read(source.withSparse("false"))) {
            assertEquals(
                    2.5f,
                    table.shards(RowSelection.ALL, 1).collected().features().dense()[2]);
        }
    }

    @Test
    void read_orcAndJson_equalsSplit() {
        Batch batch = DataFiles.reals(11, 25, 2);
        frame(batch, false).coalesce(1).write().orc(folder + "/o");
        frame(batch, false).coalesce(1).write().json(folder + "/j");
        for (String uri : List.of(folder + "/o", folder + "/j")) {
            try (Table table = reader.read(DataSource.of(uri))) {
                assertShards(batch, table, 2);
            }
        }
    }

    @Test
    void read_anyOtherDataFrameSource_comesInItsOwnOrder() {
        Batch batch = DataFiles.reals(12, 30, 4);
        DataSource source = DataSource.of(DataFiles.write(folder, "d.txt", DataFiles.libsvm(batch)))
                .withFormat("org.apache.spark.ml.source.libsvm.LibSVMFileFormat")
                .withOptions(Map.of("numFeatures", "4"));
        try (Table table = reader.read(source)) {
            assertShards(batch, table, 4);
        }
    }

    @Test
    void read_relativePath_isFoundBelowTheHome() throws Exception {
        DataFiles.write(folder.resolve("home dir/data"), "tiny.csv", "a,label\n1,0\n2,1\n");
        Surroundings home = new Surroundings(name -> name.equals(Surroundings.HOME) ? folder + "/home dir" : "");
        try (Table table = new DatasetReader(spark, home).read(DataSource.of("data/tiny.csv"))) {
            assertEquals(2, table.rows());
        }
        assertTrue(Files.exists(folder.resolve("home dir/data/tiny.csv")));
    }

    private Dataset<Row> frame(Batch batch, boolean vectors) {
        List<Row> rows = new ArrayList<>();
        int width = batch.width();
        for (int i = 0; i < batch.rows(); i++) {
            Object[] cells = new Object[vectors ? 2 : width + 1];
            double[] values = new double[width];
            for (int c = 0; c < width; c++) {
                values[c] = batch.features().dense()[i * width + c];
                if (!vectors) {
                    cells[c] = c == 0 ? (Object) (float) values[c] : values[c];
                }
            }
            Vector dense = Vectors.dense(values);
            if (vectors) {
                cells[0] = i % 2 == 0 ? dense : dense.toSparse();
            }
            cells[cells.length - 1] = batch.targets()[i];
            rows.add(RowFactory.create(cells));
        }
        StructType schema = new StructType();
        for (int c = 0; !vectors && c < width; c++) {
            schema = schema.add("x" + c, c == 0 ? DataTypes.FloatType : DataTypes.DoubleType);
        }
        schema = vectors ? schema.add("features", SQLDataTypes.VectorType()) : schema;
        return spark.createDataFrame(rows, schema.add("label", DataTypes.FloatType));
    }
}
