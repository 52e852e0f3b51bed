package io.elbo4j.spark.io;

import io.elbo4j.data.NumberedNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;

/** Images with classes: NumPy archives, each read by one task, and pictures in a folder for each class. */
final class ImageTables {

    /** Endings of pictures' names. */
    static final List<String> SUFFIXES = List.of("png", "jpg", "jpeg", "bmp", "gif");

    /** Pictures that a task reads: opening files is most of the work. */
    private static final int PICTURES_A_TASK = 4096;

    private ImageTables() {}

    /** Whether a file's name is that of a picture. */
    static boolean isPicture(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return SUFFIXES.stream().anyMatch(suffix -> lower.endsWith("." + suffix));
    }

    /** Each archive has classes of its own, numbered on from those before. */
    static Table npz(JavaSparkContext spark, Storage storage, DataSource source, List<String> files)
            throws IOException {
        TextTables.requireOptions(source, "imageSize");
        int side = ImageSize.option(source);
        List<NpzImages> sets = new ArrayList<>();
        List<Integer> firstClass = new ArrayList<>();
        int classes = 0;
        for (String file : files) {
            NpzImages set = NpzImages.of(storage, file, side);
            if (!sets.isEmpty() && !set.size().shape().equals(sets.get(0).size().shape())) {
                throw new DataException("npz: images have other sizes: file=" + file + " shape="
                        + set.size().shape() + " expected="
                        + sets.get(0).size().shape() + "; set data.options.imageSize, or read them one by one");
            }
            sets.add(set);
            firstClass.add(classes);
            classes += set.classes();
        }
        String label = source.label();
        List<String> names = new NumberedNames("p", 0, "", sets.get(0).size().numbers());
        JavaRDD<RowBlock> blocks = spark.parallelize(files, files.size())
                .mapPartitionsWithIndex(
                        (part, it) -> new RowBlocks(
                                sets.get(part).reader(storage, firstClass.get(part)), it.next(), names, label, false),
                        true);
        return Table.of(blocks, files, names, sets.get(0).size().shape(), false);
    }

    /** The class of a picture is its folder; folders are numbered in the order of their paths. */
    static Table pictures(JavaSparkContext spark, Storage storage, DataSource source, List<String> files)
            throws IOException {
        TextTables.requireOptions(source, "imageSize", "channels");
        List<String> found = files.stream().filter(ImageTables::isPicture).toList();
        if (found.isEmpty()) {
            throw new DataException("images: no pictures: uri=" + source.uri() + " files=" + files.size()
                    + "; give a folder with a folder of " + SUFFIXES + " for each class");
        }
        Map<String, Integer> classes = new TreeMap<>();
        for (String file : found) {
            classes.put(String.valueOf(new Path(file).getParent()), 0);
        }
        int next = 0;
        for (Map.Entry<String, Integer> each : classes.entrySet()) {
            each.setValue(next++);
        }
        List<PictureReader.Picture> pictures = new ArrayList<>();
        for (String file : found) {
            pictures.add(new PictureReader.Picture(
                    file, classes.getOrDefault(String.valueOf(new Path(file).getParent()), 0)));
        }
        ImageSize size = size(storage, source, found.get(0));
        List<String> names = new NumberedNames("p", 0, "", size.numbers());
        String label = source.label();
        String uri = source.uri();
        int parts = (pictures.size() + PICTURES_A_TASK - 1) / PICTURES_A_TASK;
        List<Integer> numbers = new ArrayList<>();
        List<String> fileOfPart = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            numbers.add(part);
            fileOfPart.add(uri);
        }
        JavaRDD<RowBlock> blocks = spark.parallelize(numbers, parts).mapPartitions(it -> {
            int from = it.next() * PICTURES_A_TASK;
            int to = Math.min(pictures.size(), from + PICTURES_A_TASK);
            PictureReader reader = new PictureReader(storage, pictures.subList(from, to), size);
            return new RowBlocks(reader, uri, names, label, false);
        });
        return Table.of(blocks, fileOfPart, names, size.shape(), false);
    }

    private static ImageSize size(Storage storage, DataSource source, String first) throws IOException {
        String channels = source.options().getOrDefault("channels", "1");
        if (!List.of("1", "3").contains(channels)) {
            throw new IllegalArgumentException("images: not a number of channels: options.channels=" + channels
                    + "; use 1 for grey values, 3 for red, green and blue");
        }
        try {
            int[] size = PictureReader.heightAndWidth(storage, first);
            return new ImageSize(Integer.parseInt(channels), size[0], size[1], ImageSize.option(source));
        } catch (RowFault e) {
            throw new DataException(RowFault.text(e.message(), 1), e);
        } catch (IOException e) {
            throw new DataException(RowFault.text(RowBlocks.unreadable(first, e).message(), 1), e);
        }
    }
}
