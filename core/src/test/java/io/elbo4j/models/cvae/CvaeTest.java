package io.elbo4j.models.cvae;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.algorithm.LocalRunner;
import io.elbo4j.data.Batch;
import io.elbo4j.data.BinaryPixels;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.objective.Elbo;
import io.elbo4j.optim.Adam;
import io.elbo4j.program.Estimate;
import io.elbo4j.program.Generator;
import io.elbo4j.program.GradientAscent;
import io.elbo4j.program.Inference;
import io.elbo4j.program.Minibatch;
import io.elbo4j.program.ProgramState;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CvaeTest {

    private static final ImageAttributes ATTRIBUTES =
            new ImageAttributes(Sprites.SIDE, Sprites.SIDE, 2, List.of(0.0), List.of(1.2));

    private static Inference<Elbo> inference(int hidden, int latents) {
        CvaeSpec spec = new CvaeSpec(ATTRIBUTES.pixels(), ATTRIBUTES.numbers(), hidden, latents);
        return new Inference<>(new Decoder(spec), new Encoder(spec), new Elbo(), 1);
    }

    @Test
    void attributes_areThoseOfTheSprites() {
        Sprites sprites = Sprites.of(200, 3);
        float[] images = sprites.batch().features().dense();
        for (int r = 0; r < 200; r++) {
            int[] read = ATTRIBUTES.read(images, r, (int) sprites.batch().targets()[r]);
            assertEquals(sprites.lean()[r] > 0 ? 1 : 0, read[1], "slant of row " + r);
            assertEquals(sprites.thickness()[r] > 1 ? 1 : 0, read[2], "thickness of row " + r);
        }
    }

    @Test
    void measures_ofKnownShapes() {
        // A column of three, a diagonal of three to the upper right, and a square of two.
        float[] column = {0, 1, 0, 0, 1, 0, 0, 1, 0};
        float[] diagonal = {0, 0, 1, 0, 1, 0, 1, 0, 0};
        float[] square = {1, 1, 0, 1, 1, 0, 0, 0, 0};
        assertEquals(0, StrokeMeasure.slant(column, 0, 3, 3), 1e-12);
        assertEquals(1, StrokeMeasure.slant(diagonal, 0, 3, 3), 1e-12);
        assertEquals(2 * 3 / 8.0, StrokeMeasure.thickness(column, 0, 3, 3), 1e-12);
        assertEquals(2 * 4 / 8.0, StrokeMeasure.thickness(square, 0, 3, 3), 1e-12);
        assertEquals(0, StrokeMeasure.slant(new float[9], 0, 3, 3));
        assertEquals(0, StrokeMeasure.thickness(new float[9], 0, 3, 3));
    }

    @Test
    void view_isPixelsAndOneHotAttributes() {
        Batch seen = ATTRIBUTES.of(Sprites.of(1, 3).batch());
        float[] row = seen.features().dense();
        assertEquals(ATTRIBUTES.width(ATTRIBUTES.pixels()), row.length);
        float sum = 0;
        for (int i = ATTRIBUTES.pixels(); i < row.length; i++) {
            sum += row[i];
        }
        assertEquals(ImageAttributes.KINDS, sum);
        assertArrayEquals(new float[] {0, 1, 0}, BinaryPixels.on(new float[] {0.5f, 0.51f, 0}));
        assertThrows(IllegalArgumentException.class, () -> BinaryPixels.on(new float[] {-0.1f}));
        assertThrows(IllegalArgumentException.class, () -> ATTRIBUTES.read(row, 0, 2));
    }

    @Test
    void gradient_isThatOfTheValue() {
        for (int latents : new int[] {0, 2}) {
            Inference<Elbo> cvae = inference(6, latents);
            Minibatch rows = Minibatch.all(ATTRIBUTES.of(Sprites.of(6, 3).batch()));
            float[] theta = cvae.initial(rows, Key.of(1));
            Estimate estimate = cvae.estimate(theta, rows, Key.of(2));
            for (int i = 0; i < theta.length; i += 151) {
                float[] up = theta.clone();
                float[] down = theta.clone();
                up[i] += 0.01f;
                down[i] -= 0.01f;
                double slope =
                        (cvae.value(up, rows, Key.of(2)) - cvae.value(down, rows, Key.of(2))) / (up[i] - down[i]);
                assertEquals(slope, estimate.gradient()[i], 2e-2 * Math.max(1, Math.abs(slope)), "parameter " + i);
            }
        }
    }

    /** Attributes are read back from what the prior makes, and where the bar stands differs from draw to draw. */
    @Test
    void pictures_haveTheAttributesAskedFor() {
        Batch data = Sprites.of(400, 5).batch();
        Inference<Elbo> cvae = inference(24, 2);
        GradientAscent ascent = GradientAscent.overRows(
                cvae, new Adam(0.9, 0.999, 1e-8), step -> 0.02, 50, ATTRIBUTES, ATTRIBUTES.width(data.width()));
        ProgramState state = new LocalRunner(List.of(Shard.split(data, 1)))
                .run(
                        ascent.algorithm("cvae"),
                        ascent.initial(Key.of(1), ATTRIBUTES.width(data.width())),
                        0,
                        150,
                        Key.of(1),
                        (round, outcome) -> true);
        int[][] asked = new int[80][];
        Arrays.setAll(asked, i -> new int[] {i % 2, i / 2 % 2, i / 4 % 2});
        float[] made = new Generator(cvae.model(), ascent.layout())
                .expected("pixels", state.theta(), Minibatch.all(ATTRIBUTES.asked(asked)), Map.of(), Key.of(7));
        float[] images = BinaryPixels.on(made);
        int right = 0;
        for (int i = 0; i < asked.length; i++) {
            int[] read = ATTRIBUTES.read(images, i, asked[i][0]);
            right += (read[1] == asked[i][1] ? 1 : 0) + (read[2] == asked[i][2] ? 1 : 0);
        }
        assertTrue(right >= 136, "read back " + right + " of 160, seed 1");
        long kinds = IntStream.range(0, 10)
                .map(i -> Arrays.hashCode(
                        Arrays.copyOfRange(images, 8 * i * ATTRIBUTES.pixels(), (8 * i + 1) * ATTRIBUTES.pixels())))
                .distinct()
                .count();
        assertTrue(kinds > 1, "the same attributes make different pictures");
    }
}
