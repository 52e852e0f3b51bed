package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import org.junit.jupiter.api.Test;

class ClassificationTest {

    private static final double[] FIXTURE = {.7, .2, .1, .5, .3, .2, .1, .8, .1, .34, .33, .33, .05, .05, .9, .2, .6, .2
    };
    private static final float[] FIXTURE_LABELS = {0, 1, 1, 2, 2, 1};

    @Test
    void metrics_ofTheSixRowFixture_areTheKnownOnes() {
        Metrics metrics = Metrics.of(ClassPrediction.ofProbabilities(3, FIXTURE, FIXTURE_LABELS));
        assertEquals(.666667, metrics.value("accuracy"), 5e-7);
        assertEquals(.584773344, metrics.value("nll"), 5e-10);
        assertEquals(.318066667, metrics.value("brier"), 5e-10);
        assertEquals(.306666667, metrics.value("ece15"), 5e-10);
        // Six rows in 15 bins of equal mass: one row a bin, as with equal widths here.
        assertEquals(.306666667, metrics.value("adaptiveEce15"), 5e-10);
        assertEquals(
                "[accuracy, nll, ece15, adaptiveEce15, brier, predictiveEntropy]",
                metrics.values().keySet().toString());
    }

    @Test
    void mutualInformation_ofTwoSamples_isTheKnownOne() {
        PredictiveAccumulator samples = PredictiveAccumulator.labelled(new Categorical(2), new float[] {0});
        samples.add(new float[] {(float) Math.log(9), 0}).add(new float[] {0, 0});
        ClassPrediction prediction = (ClassPrediction) samples.prediction();
        assertEquals(.610864302, prediction.predictiveEntropy()[0], 1e-7);
        assertEquals(.509115077, prediction.expectedEntropy()[0], 1e-7);
        assertEquals(.101749225, prediction.mutualInformation().orElseThrow()[0], 1e-7);
        assertEquals(.101749225, Metrics.of(prediction).value("mutualInformation"), 1e-7);
        assertEquals(.7, prediction.probability(0, 0), 1e-7);
    }

    @Test
    void metrics_ofRandomSamples_equalBruteForce() {
        RandomInputs random = RandomInputs.of("classification");
        for (int trial = 0; trial < 20; trial++) {
            RandomInputs inputs = random.fold(trial);
            int classes = 2 + trial % 4;
            int rows = 1 + 7 * trial;
            int samples = 2 + trial % 5;
            float[] labels = inputs.labels(rows, classes);
            PredictiveAccumulator accumulator = PredictiveAccumulator.labelled(new Categorical(classes), labels);
            double[][] mean = new double[rows][classes];
            double information = 0;
            for (int s = 0; s < samples; s++) {
                float[] outputs = inputs.fold(s).gaussians(rows * classes, 2);
                accumulator.add(outputs);
                for (int i = 0; i < rows; i++) {
                    double[] p = softmax(outputs, i * classes, classes);
                    information -= entropy(p) / samples;
                    for (int k = 0; k < classes; k++) {
                        mean[i][k] += p[k] / samples;
                    }
                }
            }
            double nll = 0;
            double brier = 0;
            double right = 0;
            double entropy = 0;
            for (int i = 0; i < rows; i++) {
                int best = 0;
                for (int k = 0; k < classes; k++) {
                    best = mean[i][k] > mean[i][best] ? k : best;
                    brier += Math.pow(mean[i][k] - (labels[i] == k ? 1 : 0), 2);
                }
                right += best == labels[i] ? 1 : 0;
                nll -= Math.log(mean[i][(int) labels[i]]);
                entropy += entropy(mean[i]);
            }
            Metrics metrics = Metrics.of(accumulator.prediction());
            assertEquals(right / rows, metrics.value("accuracy"), 1e-12);
            assertEquals(nll / rows, metrics.value("nll"), 1e-12);
            assertEquals(brier / rows, metrics.value("brier"), 1e-12);
            assertEquals(entropy / rows, metrics.value("predictiveEntropy"), 1e-12);
            assertEquals((entropy + information) / rows, metrics.value("mutualInformation"), 1e-12);
        }
    }

    @Test
    void metrics_ofPermutedRows_areTheSame() {
        RandomInputs random = RandomInputs.of("permutation");
        int rows = 211;
        float[] labels = random.labels(rows, 4);
        float[] outputs = random.fold(1).gaussians(rows * 4, 1);
        // Equal rows with different labels: ties of confidence must not make the order matter.
        System.arraycopy(outputs, 0, outputs, 100 * 4, 50 * 4);
        int[] order = random.key().fold(2).permutation(rows);
        float[] otherLabels = new float[rows];
        float[] otherOutputs = new float[rows * 4];
        for (int i = 0; i < rows; i++) {
            otherLabels[i] = labels[order[i]];
            System.arraycopy(outputs, order[i] * 4, otherOutputs, i * 4, 4);
        }
        Metrics one = metrics(4, outputs, labels);
        Metrics other = metrics(4, otherOutputs, otherLabels);
        one.values().forEach((name, value) -> assertEquals(value, other.value(name), 1e-12, name));
    }

    @Test
    void metrics_ofRelabelledClasses_areTheSame() {
        RandomInputs random = RandomInputs.of("relabelling");
        int rows = 97;
        float[] labels = random.labels(rows, 3);
        float[] outputs = random.fold(1).gaussians(rows * 3, 2);
        float[] otherLabels = new float[rows];
        float[] otherOutputs = new float[rows * 3];
        for (int i = 0; i < rows; i++) {
            otherLabels[i] = (labels[i] + 1) % 3;
            for (int k = 0; k < 3; k++) {
                otherOutputs[i * 3 + (k + 1) % 3] = outputs[i * 3 + k];
            }
        }
        Metrics other = metrics(3, otherOutputs, otherLabels);
        metrics(3, outputs, labels)
                .values()
                .forEach((name, value) -> assertEquals(value, other.value(name), 1e-12, name));
    }

    @Test
    void nll_ofDisagreeingSamples_isBelowTheMeanOfTheirOwn() {
        RandomInputs random = RandomInputs.of("jensen");
        float[] labels = random.labels(50, 3);
        PredictiveAccumulator together = PredictiveAccumulator.labelled(new Categorical(3), labels);
        double own = 0;
        for (int s = 0; s < 4; s++) {
            float[] outputs = random.fold(s).gaussians(150, 2);
            together.add(outputs);
            own += metrics(3, outputs, labels).value("nll") / 4;
        }
        assertTrue(Metrics.of(together.prediction()).value("nll") < own - 0.1);
    }

    @Test
    void nll_ofHopelessLabel_isFinite() {
        assertEquals(
                5000, metrics(2, new float[] {2500, -2500}, new float[] {1}).value("nll"), 1e-9);
    }

    @Test
    void prediction_ofBernoulli_equalsTwoClasses() {
        RandomInputs random = RandomInputs.of("bernoulli");
        float[] labels = random.labels(40, 2);
        PredictiveAccumulator one = PredictiveAccumulator.labelled(new Bernoulli(), labels);
        PredictiveAccumulator two = PredictiveAccumulator.labelled(new Categorical(2), labels);
        for (int s = 0; s < 3; s++) {
            float[] logOdds = random.fold(s).gaussians(40, 3);
            float[] outputs = new float[80];
            for (int i = 0; i < 40; i++) {
                outputs[2 * i + 1] = logOdds[i];
            }
            one.add(logOdds);
            two.add(outputs);
        }
        Metrics expected = Metrics.of(two.prediction());
        Metrics.of(one.prediction())
                .values()
                .forEach((name, value) -> assertEquals(expected.value(name), value, 1e-12, name));
    }

    @Test
    void mutualInformation_ofEqualSamples_isNoughtAndOfOneSampleAbsent() {
        float[] outputs = RandomInputs.of("equal samples").gaussians(30, 2);
        PredictiveAccumulator samples = PredictiveAccumulator.unlabelled(new Categorical(3), 10);
        assertTrue(((ClassPrediction) samples.add(outputs).prediction())
                .mutualInformation()
                .isEmpty());
        ClassPrediction three =
                (ClassPrediction) samples.add(outputs).add(outputs).prediction();
        assertEquals(0, Classification.mutualInformation(three).orElseThrow(), 1e-14);
    }

    @Test
    void classification_withoutRowsOrTargets_isRefused() {
        ClassPrediction empty = ClassPrediction.ofProbabilities(2, new double[0], new float[0]);
        ClassPrediction unknown = ClassPrediction.ofProbabilities(2, new double[] {.5, .5}, new float[0]);
        assertThrows(IllegalArgumentException.class, () -> Metrics.of(empty));
        assertThrows(IllegalArgumentException.class, () -> Classification.predictiveEntropy(empty));
        assertThrows(IllegalArgumentException.class, () -> Metrics.of(unknown));
        assertThrows(IllegalArgumentException.class, () -> Classification.nll(unknown));
        assertEquals(Math.log(2), Classification.predictiveEntropy(unknown), 1e-15);
    }

    @Test
    void ofProbabilities_badInput_isRefused() {
        for (double[] bad : new double[][] {{.5, .6}, {Double.NaN, 1}, {-.5, 1.5}, {0, 0}, {.2, .3, .5}}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ClassPrediction.ofProbabilities(2, bad, new float[] {0}),
                    () -> java.util.Arrays.toString(bad));
        }
        for (float label : new float[] {-1, 2, .5f, Float.NaN}) {
            assertThrows(
                    IllegalArgumentException.class,
                    () -> ClassPrediction.ofProbabilities(2, new double[] {.5, .5}, new float[] {label}));
        }
    }

    private static Metrics metrics(int classes, float[] outputs, float[] labels) {
        return Metrics.of(PredictiveAccumulator.labelled(new Categorical(classes), labels)
                .add(outputs)
                .prediction());
    }

    private static double[] softmax(float[] out, int at, int classes) {
        double[] p = new double[classes];
        double sum = 0;
        for (int k = 0; k < classes; k++) {
            p[k] = Math.exp(out[at + k]);
            sum += p[k];
        }
        for (int k = 0; k < classes; k++) {
            p[k] /= sum;
        }
        return p;
    }

    private static double entropy(double[] p) {
        double sum = 0;
        for (double each : p) {
            sum -= each * Math.log(each);
        }
        return sum;
    }
}
