package io.elbo4j.spark.io;

import static io.elbo4j.spark.io.ShardAssert.failure;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.spark.LocalSpark;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Archives of NumPy arrays, and pictures in a folder a class. */
@ExtendWith(LocalSpark.class)
class ImagesTest {

    private static final byte[] SIX_PIXELS = {0, 51, 102, (byte) 153, (byte) 204, (byte) 255};

    private DatasetReader reader;

    @TempDir
    Path folder;

    @BeforeEach
    void open(SparkSession session) {
        reader = new DatasetReader(session, new Surroundings(name -> ""));
    }

    private Batch read(String uri, Map<String, String> options) {
        try (Table table = reader.read(DataSource.of(uri).withOptions(options))) {
            Shards shards = table.shards(RowSelection.ALL, 2);
            Batch rows = shards.collected();
            shards.unpersist();
            return rows;
        }
    }

    private String reading(String uri) {
        return failure(() -> read(uri, Map.of()));
    }

    private String npz(String name, byte[] images, byte[] labels) {
        Map<String, byte[]> arrays = new LinkedHashMap<>();
        arrays.put("images", images);
        arrays.put("labels", labels);
        return ImageFiles.npz(folder, name, arrays);
    }

    @Test
    void npz_ofBytes_hasPixelsFromZeroToOne_andLabelsInOrder() {
        String file = npz(
                "a.npz",
                ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS),
                ImageFiles.npy("<i8", "3,", ImageFiles.longs(2, 0, 2)));
        Batch rows = read(file, Map.of());
        assertArrayEquals(
                new float[] {0, 0.2f, 0.4f, 0.6f, 0.8f, 1}, rows.features().dense(), 1e-7f);
        assertArrayEquals(new float[] {2, 0, 2}, rows.targets());
        try (Table table = reader.read(DataSource.of(file))) {
            assertEquals(List.of(1, 1, 2), table.shape());
        }
    }

    @Test
    void npz_ofTruthValuesAndReals_inEitherOrderOfBytes_areReadAsTheyAre() {
        byte[] labels = ImageFiles.npy("|u1", "1, 2", new byte[] {0, 1});
        String truth = npz("b.npz", ImageFiles.npy("|b1", "1, 2, 1, 2", new byte[] {0, 1, 1, 0}), labels);
        assertArrayEquals(
                new float[] {0, 1, 1, 0}, read(truth, Map.of()).features().dense());
        for (ByteOrder order : List.of(ByteOrder.BIG_ENDIAN, ByteOrder.LITTLE_ENDIAN)) {
            ByteBuffer reals = ByteBuffer.allocate(16).order(order);
            for (float each : new float[] {1.5f, -2, 0.25f, 7}) {
                reals.putFloat(each);
            }
            String descr = order == ByteOrder.BIG_ENDIAN ? ">f4" : "<f4";
            String file = npz("c.npz", ImageFiles.npy(descr, "1, 2, 2, 1", reals.array()), labels);
            assertArrayEquals(
                    new float[] {1.5f, -2, 0.25f, 7},
                    read(file, Map.of()).features().dense());
        }
    }

    @Test
    void severalArchives_haveClassesOfTheirOwn() {
        for (String name : List.of("x1.npz", "x2.npz")) {
            npz(
                    name,
                    ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS),
                    ImageFiles.npy("<i8", "3,", ImageFiles.longs(1, 0, 1)));
        }
        assertArrayEquals(
                new float[] {1, 0, 1, 3, 2, 3},
                read(folder + "/x*.npz", Map.of()).targets());
    }

    @Test
    void imageSize_takesTheMeanOverTheAreaOfEachPixel() {
        // Three by three to two by two: a new pixel covers one old one, two halves, and a quarter.
        byte[] nine = {9, 0, 0, 0, 0, 0, 0, 0, (byte) 180};
        String file =
                npz("n.npz", ImageFiles.npy("|u1", "1, 3, 3", nine), ImageFiles.npy("<i8", "1,", ImageFiles.longs(0)));
        float[] small = read(file, Map.of("imageSize", "2")).features().dense();
        assertArrayEquals(new float[] {9 / 2.25f / 255, 0, 0, 180 / 2.25f / 255}, small, 1e-6f);
        float[] one = read(file, Map.of("imageSize", "1")).features().dense();
        assertArrayEquals(new float[] {189 / 9f / 255}, one, 1e-6f);
        for (String wrong : List.of("-1", "big", "100000")) {
            IllegalArgumentException e =
                    assertThrows(IllegalArgumentException.class, () -> read(file, Map.of("imageSize", wrong)));
            assertTrue(String.valueOf(e.getMessage()).contains("options.imageSize=" + wrong), e.getMessage());
        }
    }

    @Test
    void pictures_ofAFolderEach_areClassesInTheOrderOfPaths() {
        ImageFiles.png(folder.resolve("p/b/1.png"), BufferedImage.TYPE_BYTE_GRAY, 2, 0, 51, 102, 255);
        ImageFiles.png(folder.resolve("p/b/2.png"), BufferedImage.TYPE_BYTE_BINARY, 2, 255, 0, 0, 255);
        ImageFiles.png(folder.resolve("p/a/c/1.png"), BufferedImage.TYPE_INT_RGB, 2, 255, 255, 51, 0);
        ImageFiles.written(folder.resolve("p/readme.txt"), new byte[] {1});
        Batch rows = read(folder + "/p", Map.of());
        assertArrayEquals(new float[] {0, 1, 1}, rows.targets());
        assertArrayEquals(
                new float[] {1, 1, 0.2f, 0, 0, 0.2f, 0.4f, 1, 1, 0, 0, 1},
                rows.features().dense(),
                1e-6f);
        assertEquals(36, read(folder + "/p", Map.of("channels", "3")).features().dense().length);
        assertEquals(3, read(folder + "/p", Map.of("imageSize", "1")).features().dense().length);
    }

    @Test
    void damagedArchives_areNamed() throws IOException {
        byte[] labels = ImageFiles.npy("<i8", "3,", ImageFiles.longs(2, 0, 2));
        byte[] images = ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS);
        says(reading(ImageFiles.written(folder.resolve("no.npz"), "not a zip".getBytes(UTF))), "npz: no archive");
        says(
                reading(ImageFiles.npz(folder, "half.npz", Map.of("images", images))),
                "npz: arrays missing",
                "images.npy");
        says(reading(npz("magic.npz", new byte[64], labels)), "npz: array has a wrong magic number", "images.npy");
        says(reading(npz("empty.npz", new byte[3], labels)), "npz: array is cut off", "images.npy");
        says(
                reading(npz("short.npz", Arrays.copyOf(images, images.length - 1), labels)),
                "data: file is damaged or cut off",
                "row=3");
        says(
                reading(npz("labels.npz", images, Arrays.copyOf(labels, labels.length - 1))),
                "npz: array is cut off",
                "labels=2 expected=3");
        byte[] whole = Files.readAllBytes(Path.of(npz("whole.npz", images, labels)));
        says(reading(ImageFiles.written(folder.resolve("cut.npz"), Arrays.copyOf(whole, 60))), "npz: ar", "cut.npz");
    }

    private static final java.nio.charset.Charset UTF = java.nio.charset.StandardCharsets.UTF_8;

    @Test
    void headersThatPromiseTooMuch_areRefusedBeforeAnythingIsMade() {
        byte[] labels = ImageFiles.npy("<i8", "3,", ImageFiles.longs(2, 0, 2));
        for (String shape : List.of("3, 99999999999, 2", "3, 2000000, 2000000", "3, 1, 1, 1, 1, 1, 1, 1, 1")) {
            says(reading(npz("h.npz", ImageFiles.npy("|u1", shape, SIX_PIXELS), labels)), "npz: shape out of range");
        }
        says(
                reading(npz("h.npz", ImageFiles.npy("|u1", "3, 5000, 5000", SIX_PIXELS), labels)),
                "npz: images and labels do not go together");
        says(
                reading(npz("h.npz", ImageFiles.npy("|u1", "2, 1, 3", SIX_PIXELS), labels)),
                "npz: images and labels do not go together",
                "images=[2, 1, 3] labels=[3]");
        byte[] many = ImageFiles.npy("<i8", "1000000000,", ImageFiles.longs(2));
        says(reading(npz("h.npz", ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS), many)), "npz: labels are no list");
        byte[] longHeader = ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS);
        longHeader[6] = 2;
        says(reading(npz("h.npz", longHeader, labels)), "npz: array header out of range");
    }

    @Test
    void arraysOfOtherKinds_areRefused() {
        byte[] labels = ImageFiles.npy("<i8", "3,", ImageFiles.longs(2, 0, 2));
        byte[] images = ImageFiles.npy("|u1", "3, 1, 2", SIX_PIXELS);
        says(reading(npz("t.npz", ImageFiles.npy("<c8", "3, 1, 2", SIX_PIXELS), labels)), "npz: type of numbers", "c8");
        says(
                reading(npz("t.npz", ImageFiles.npy("{'descr': '|O', 'shape': (3,)}", SIX_PIXELS), labels)),
                "npz: array is not of plain numbers");
        String columns = "{'descr': '|u1', 'fortran_order': True, 'shape': (3, 1, 2), }";
        says(reading(npz("t.npz", ImageFiles.npy(columns, SIX_PIXELS), labels)), "npz: array is stored by columns");
        byte[] negative = ImageFiles.npy("<i8", "3,", ImageFiles.longs(2, -1, 2));
        says(reading(npz("t.npz", images, negative)), "npz: label is no class", "row=2 label=-1");
        byte[] reals = ImageFiles.npy("<f8", "3,", new byte[24]);
        says(reading(npz("t.npz", images, reals)), "npz: labels are no list of whole numbers", "f8");
    }

    @Test
    void pictureThatIsNone_orOfAnotherSize_isNamed() {
        ImageFiles.png(folder.resolve("q/a/1.png"), BufferedImage.TYPE_BYTE_GRAY, 2, 0, 51, 102, 255);
        String bad = ImageFiles.written(folder.resolve("q/b/2.png"), "no picture".getBytes(UTF));
        says(reading(folder + "/q"), "images: not a picture", "2.png");
        ImageFiles.png(Path.of(bad), BufferedImage.TYPE_BYTE_GRAY, 1, 0, 51);
        says(reading(folder + "/q"), "images: pictures have other sizes", "2.png", "options.imageSize");
        assertEquals(2, read(folder + "/q", Map.of("imageSize", "1")).rows());
        ImageFiles.written(folder.resolve("r/a/readme.png.txt"), new byte[] {1});
        says(
                failure(() -> reader.read(DataSource.of(folder + "/r").withFormat("images"))),
                "images: no pictures",
                "files=1");
    }

    @Test
    void omniglot_isFoundByName_asArchivesOrAsPictures() throws IOException {
        Map<String, String> variables = Map.of(Surroundings.HOME, folder + "/home");
        NamedData named = new NamedData(
                new Configuration(), new Surroundings(name -> variables.getOrDefault(name, "")), (address, to) -> {});
        DataSource source = DataSource.of("omniglot").withOptions(Map.of("imageSize", "28"));
        says(
                failure(() -> named.resolve(source, NamedData.Part.TRAIN, folder + "/root")),
                "data: not found: name=omniglot",
                "images_background");
        for (String part : List.of("background", "evaluation")) {
            Files.createDirectories(folder.resolve("root/images_" + part));
        }
        DataSource pictures = named.resolve(source, NamedData.Part.TRAIN, folder + "/root");
        assertEquals("images", pictures.format());
        assertEquals(folder + "/root/images_{background,evaluation}", pictures.uri());
        for (String part : List.of("background", "evaluation")) {
            ImageFiles.written(folder.resolve("root/omniglot/images_" + part + ".npz"), new byte[1]);
        }
        DataSource archives = named.resolve(source, NamedData.Part.TEST, folder + "/root");
        assertEquals("npz", archives.format());
        assertEquals(folder + "/root/omniglot/images_{background,evaluation}.npz", archives.uri());
        assertEquals(Map.of("imageSize", "28"), archives.options());
    }

    private static void says(String message, String... parts) {
        for (String part : parts) {
            assertTrue(message.contains(part), () -> "expected \"" + part + "\" in: " + message);
        }
        assertTrue(message.matches("(?s)[^:=]+: .*=.*; .+"), message);
    }
}
