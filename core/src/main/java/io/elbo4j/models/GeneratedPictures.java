package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.data.BinaryPixels;
import io.elbo4j.eval.ImageGrid;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import io.elbo4j.models.cvae.ImageAttributes;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.RowScores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Pictures that a model of rows makes: draws from the prior, and rows as it gives them back. Of attributes: draws for each class, and rows whose
 * class was changed while all else was kept.
 */
public final class GeneratedPictures {

    /** Enough to see whether they differ. */
    private static final int SAMPLES = 10;

    /** Rows that are given back or changed. */
    private static final int ROWS = 8;

    private final GenerativeModel model;
    private final float[] theta;
    private final int height;
    private final int width;
    private final Key key;

    private GeneratedPictures(GenerativeModel model, float[] theta, List<Integer> picture, Key key) {
        this.model = model;
        this.theta = theta;
        this.height = picture.get(0);
        this.width = picture.get(1);
        this.key = key;
    }

    /**
     * Of a model of rows; none where rows are no pictures.
     *
     * @param rows from which the first are taken
     */
    public static List<ImageGrid> of(TrainedModel<?> trained, GenerativeModel model, Batch rows) {
        List<Integer> picture = trained.input().picture();
        if (picture.isEmpty()) {
            return List.of();
        }
        Key key = Stream.PREDICT.of(Key.of(trained.spec().seed()));
        GeneratedPictures pictures =
                new GeneratedPictures(model, trained.posterior().meanTheta(), picture, key);
        Batch first = rows.slice(0, Math.min(ROWS, rows.rows()));
        if (!(model.view() instanceof ImageAttributes attributes)) {
            return List.of(pictures.samples(), pictures.givenBack(first));
        }
        return trained.spec().autoencoder().latents() == 0
                ? List.of(pictures.byClass(attributes))
                : List.of(pictures.byClass(attributes), pictures.edits(attributes, first));
    }

    private ImageGrid samples() {
        int count = SAMPLES * ROWS;
        float[] made = made(new Batch(new float[count * pixels()], new float[count], pixels()), Map.of());
        return grid(
                "Pictures from the prior",
                "Latents drawn from the prior; shades are the probability that a pixel is on.",
                List.of(),
                IntStream.range(0, ROWS)
                        .mapToObj(row -> row("draws", made, row * SAMPLES, SAMPLES))
                        .toList());
    }

    private ImageGrid givenBack(Batch rows) {
        Batch seen = model.view().of(rows);
        float[] made = made(seen, latents(seen));
        List<ImageGrid.Row> grid = new ArrayList<>();
        grid.add(row("row", seen.features().dense(), 0, rows.rows()));
        grid.add(row("given back", made, 0, rows.rows()));
        return grid(
                "Rows given back",
                "Above the first rows, below what is made of the means of their latents.",
                List.of(),
                grid);
    }

    /** Each class with every bin of slant and thickness in turn. */
    private ImageGrid byClass(ImageAttributes attributes) {
        int[] values = attributes.values();
        List<ImageGrid.Row> grid = new ArrayList<>();
        int[][] asked = new int[values[0] * SAMPLES][];
        for (int i = 0; i < asked.length; i++) {
            int sample = i % SAMPLES;
            asked[i] = new int[] {i / SAMPLES, sample % values[1], sample / values[1] % values[2]};
        }
        float[] made = made(attributes.asked(asked), Map.of());
        for (int c = 0; c < values[0]; c++) {
            grid.add(row("class " + c, made, c * SAMPLES, SAMPLES));
        }
        List<String> columns = IntStream.range(0, SAMPLES)
                .mapToObj(i -> "slant " + asked[i][1] + ", thickness " + asked[i][2])
                .toList();
        return grid(
                "Pictures for attributes",
                "Latents drawn from the conditional prior of each class with bins of slant and thickness; shades are the"
                        + " probability that a pixel is on.",
                columns,
                grid);
    }

    /** Rows as they are, and as they would be in every class: (z − m(a)) / s(a) stays, a changes. */
    private ImageGrid edits(ImageAttributes attributes, Batch rows) {
        int classes = attributes.classes();
        List<ImageGrid.Row> grid = new ArrayList<>();
        float[] images = BinaryPixels.on(rows.features().dense());
        for (int row = 0; row < rows.rows(); row++) {
            int[] own = attributes.read(images, row, Math.round(rows.targets()[row]));
            int[][] asked = IntStream.range(0, classes)
                    .mapToObj(c -> new int[] {c, own[1], own[2]})
                    .toArray(int[][]::new);
            float[] made = edited(model, theta, attributes, rows.slice(row, row + 1), asked, key);
            List<String> pictures = new ArrayList<>();
            pictures.add(ImageGrid.picture(images, row * pixels(), pixels()));
            pictures.addAll(row("", made, 0, classes).pictures());
            grid.add(new ImageGrid.Row("class " + own[0], pictures));
        }
        List<String> columns = new ArrayList<>(List.of("row"));
        IntStream.range(0, classes).forEach(c -> columns.add("as " + c));
        return grid(
                "Edited rows",
                "Rows whose class was changed. Slant and thickness stay, and what the latents hold beside the attributes.",
                columns,
                grid);
    }

    /**
     * A row with other attributes: its latents keep their place in the conditional prior, and the prior moves.
     *
     * @param row one
     * @param asked attributes, {@code [A][KINDS]}
     * @return {@code [A, pixels]}, probabilities
     */
    public static float[] edited(
            GenerativeModel model, float[] theta, ImageAttributes attributes, Batch row, int[][] asked, Key key) {
        RowScores.Normals before = normals(model, theta, attributes.of(row), key);
        Minibatch wanted = Minibatch.all(attributes.asked(asked));
        RowScores.Normals after = normals(model, theta, wanted.batch(), key);
        int numbers = before.numbers();
        float[] latents = new float[asked.length * numbers];
        for (int i = 0; i < latents.length; i++) {
            int e = i % numbers;
            float residual = (before.mean()[e] - before.priorMean()[e]) / before.priorSd()[e];
            latents[i] = after.priorMean()[i] + after.priorSd()[i] * residual;
        }
        return model.generator().expected("pixels", theta, wanted, Map.of("z", latents), key);
    }

    private static RowScores.Normals normals(GenerativeModel model, float[] theta, Batch seen, Key key) {
        return model.scoring(1)
                .of(theta, Minibatch.all(seen), key)
                .normals()
                .values()
                .iterator()
                .next();
    }

    private Map<String, float[]> latents(Batch seen) {
        return Map.of("z", normals(model, theta, seen, key).mean());
    }

    private float[] made(Batch seen, Map<String, float[]> latents) {
        return model.generator().expected("pixels", theta, Minibatch.all(seen), latents, key);
    }

    private int pixels() {
        return height * width;
    }

    private ImageGrid.Row row(String name, float[] shades, int first, int count) {
        return new ImageGrid.Row(
                name,
                IntStream.range(first, first + count)
                        .mapToObj(i -> ImageGrid.picture(shades, i * pixels(), pixels()))
                        .toList());
    }

    private ImageGrid grid(String title, String note, List<String> columns, List<ImageGrid.Row> rows) {
        return new ImageGrid(title, note, height, width, columns, rows);
    }
}
