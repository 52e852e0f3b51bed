package io.elbo4j.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.elbo4j.math.Key;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClassSumsTest {

    private static final int CLASSES = 4;

    @Test
    void sumsOfParts_giveTheFiguresOfTheWhole() {
        int rows = 300;
        Key key = Key.of(31);
        double[] probabilities = new double[rows * CLASSES];
        float[] targets = new float[rows];
        ClassSums[] parts = {new ClassSums(), new ClassSums(), new ClassSums()};
        for (int i = 0; i < rows; i++) {
            double[] p = new double[CLASSES];
            for (int k = 0; k < CLASSES; k++) {
                p[k] = Math.exp(2 * key.fold(i).gaussian(k));
            }
            double total = Arrays.stream(p).sum();
            for (int k = 0; k < CLASSES; k++) {
                p[k] /= total;
                probabilities[i * CLASSES + k] = p[k];
            }
            targets[i] = (int) (CLASSES * key.uniform(i));
            parts[i % 3].add(p, (int) targets[i]);
        }
        ClassPrediction whole = ClassPrediction.ofProbabilities(CLASSES, probabilities, targets);
        Metrics found =
                ClassSums.of(parts[0].values()).plus(parts[1]).plus(parts[2]).metrics();
        assertEquals(Classification.accuracy(whole), found.value("accuracy"), 1e-12);
        assertEquals(Classification.nll(whole), found.value("nll"), 1e-12);
        assertEquals(Classification.ece(whole, 15), found.value("ece15"), 1e-12);
        assertEquals(Classification.brier(whole), found.value("brier"), 1e-12);
    }
}
