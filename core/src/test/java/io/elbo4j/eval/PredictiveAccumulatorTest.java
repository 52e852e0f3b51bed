package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Shard;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PredictiveAccumulatorTest {

    private static final PredictionCodec CODEC = new PredictionCodec();

    @Test
    void interleaved_shards_equalTheWholeSet() {
        RandomInputs random = RandomInputs.of("interleaved");
        for (ObservationModel model : List.of(new Categorical(3), new Poisson(), new GaussianLearnedNoise())) {
            for (int rows : new int[] {0, 1, 3, 5, 16, 17}) {
                for (int shards : new int[] {1, 3, 5}) {
                    for (boolean labelled : new boolean[] {true, false}) {
                        float[] targets = random.labels(rows, 3);
                        float[] outputs = random.gaussians(2 * rows * model.outputs(), 1);
                        PredictiveDistribution whole = whole(model, outputs, targets, labelled);
                        PredictiveDistribution merged =
                                PredictiveDistribution.interleaved(byShard(model, outputs, targets, shards, labelled));
                        assertEquals(CODEC.encode(whole), CODEC.encode(merged));
                        assertEquals(labelled || rows == 0, merged.labelled());
                    }
                }
            }
        }
    }

    @Test
    void interleaved_ofShardsThatDoNotFit_isRefused() {
        ObservationModel model = new Categorical(2);
        PredictiveDistribution one = uniform(model, 1, 1, true);
        PredictiveDistribution two = uniform(model, 2, 1, true);
        PredictiveDistribution.interleaved(List.of(two, one));
        for (List<PredictiveDistribution> bad : List.of(
                List.<PredictiveDistribution>of(),
                List.of(one, two),
                List.of(one, uniform(model, 1, 2, true)),
                List.of(one, uniform(model, 1, 1, false)),
                List.of(one, uniform(new Categorical(3), 1, 1, true)),
                List.of(one, uniform(new Poisson(), 1, 1, true)))) {
            assertThrows(IllegalArgumentException.class, () -> PredictiveDistribution.interleaved(bad));
        }
    }

    @Test
    void codec_ofEitherKind_roundTrips() {
        for (ObservationModel model : List.of(new Categorical(4), new Poisson())) {
            PredictiveDistribution value = uniform(model, 5, 3, true);
            assertEquals(CODEC.encode(value), CODEC.encode(CODEC.decode(CODEC.encode(value), 1)));
        }
    }

    @Test
    void add_badOutputs_isRefusedAndAddsNothing() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new Categorical(2), new float[] {0, 1});
        accumulator.add(new float[] {1, 0, 0, 1});
        PredictiveDistribution before = accumulator.prediction();
        assertThrows(IllegalArgumentException.class, () -> accumulator.add(new float[3]));
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            String message = String.valueOf(assertThrows(
                            IllegalArgumentException.class, () -> accumulator.add(new float[] {5, 5, bad, 0}))
                    .getMessage());
            assertTrue(message.contains("row=1") && message.contains("sample=1"), message);
        }
        assertEquals(1, accumulator.samples());
        assertEquals(CODEC.encode(before), CODEC.encode(accumulator.prediction()));
    }

    @Test
    void add_tooLargeLogRate_isRefusedAndAddsNothing() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new Poisson(), new float[] {0, 1});
        assertThrows(IllegalArgumentException.class, () -> accumulator.add(new float[] {0, 1000}));
        assertEquals(0, accumulator.samples());
        ValuePrediction found = (ValuePrediction) accumulator.add(new float[2]).prediction();
        assertEquals(1, found.mean()[0], 1e-15);
    }

    @Test
    void add_withoutTheModelsOwnParameter_isRefused() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new GaussianLearnedNoise(), new float[] {0});
        assertThrows(IllegalArgumentException.class, () -> accumulator.add(new float[1]));
        assertThrows(IllegalArgumentException.class, () -> accumulator.add(new float[1], Double.NaN));
    }

    @Test
    void labelled_targetOutOfRange_namesTheRow() {
        String message = String.valueOf(assertThrows(
                        IllegalArgumentException.class,
                        () -> PredictiveAccumulator.labelled(new Categorical(2), new float[] {0, 1, 2}))
                .getMessage());
        assertTrue(message.contains("row=2") && message.contains("target=2.0"), message);
    }

    @Test
    void prediction_beforeTheFirstSample_isRefused() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.unlabelled(new Categorical(2), 1);
        assertThrows(IllegalStateException.class, accumulator::prediction);
    }

    @Test
    void prediction_taken_doesNotChangeWithLaterSamples() {
        PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new Poisson(), new float[] {1});
        PredictiveDistribution early = accumulator.add(new float[] {0}).prediction();
        double mean = ((ValuePrediction) early).mean()[0];
        accumulator.add(new float[] {3});
        assertEquals(mean, ((ValuePrediction) early).mean()[0]);
    }

    private static PredictiveDistribution uniform(ObservationModel model, int rows, int samples, boolean labelled) {
        PredictiveAccumulator accumulator = labelled
                ? PredictiveAccumulator.labelled(model, new float[rows])
                : PredictiveAccumulator.unlabelled(model, rows);
        for (int s = 0; s < samples; s++) {
            accumulator.add(new float[rows * model.outputs()]);
        }
        return accumulator.prediction();
    }

    /** Two samples, whose outputs lie beside each other in a row. */
    private static PredictiveDistribution whole(
            ObservationModel model, float[] outputs, float[] targets, boolean labelled) {
        PredictiveAccumulator accumulator = labelled
                ? PredictiveAccumulator.labelled(model, targets)
                : PredictiveAccumulator.unlabelled(model, targets.length);
        int width = model.outputs();
        for (int s = 0; s < 2; s++) {
            float[] part = new float[targets.length * width];
            for (int i = 0; i < targets.length; i++) {
                System.arraycopy(outputs, (2 * i + s) * width, part, i * width, width);
            }
            accumulator.add(part, -0.5);
        }
        return accumulator.prediction();
    }

    private static List<PredictiveDistribution> byShard(
            ObservationModel model, float[] outputs, float[] targets, int shards, boolean labelled) {
        List<PredictiveDistribution> parts = new ArrayList<>();
        for (Shard shard : Shard.split(new Batch(outputs, targets, 2 * model.outputs()), shards)) {
            parts.add(whole(
                    model, shard.examples().features().dense(), shard.examples().targets(), labelled));
        }
        return parts;
    }
}
