package io.elbo4j.eval;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.ObservationModel;
import java.util.ArrayList;
import java.util.List;

/**
 * A prediction as the table in which it is written. Classes: {@code prediction, probability0 .., predictiveEntropy,
 * mutualInformation} (nats); values: {@code prediction, aleatoricSd, epistemicSd}.
 */
public final class PredictionTable {

    private final PredictiveDistribution prediction;
    private final double[] entropy;
    private final double[] information;

    /** The table of a prediction. */
    public PredictionTable(PredictiveDistribution prediction) {
        this.prediction = prediction;
        if (prediction instanceof ClassPrediction classes) {
            entropy = classes.predictiveEntropy();
            information = classes.mutualInformation().orElse(new double[0]);
        } else {
            entropy = new double[0];
            information = new double[0];
        }
    }

    /** Whether predictions under this observation model are classes, and {@code prediction} thus a whole number. */
    public static boolean ofClasses(ObservationModel observation) {
        return observation instanceof Categorical || observation instanceof Bernoulli;
    }

    /** Names of the columns, in order. */
    public static List<String> columns(ObservationModel observation) {
        if (!ofClasses(observation)) {
            return List.of("prediction", "aleatoricSd", "epistemicSd");
        }
        List<String> columns = new ArrayList<>(List.of("prediction"));
        int classes = observation instanceof Categorical categorical ? categorical.classes() : 2;
        for (int k = 0; k < classes; k++) {
            columns.add("probability" + k);
        }
        columns.addAll(List.of("predictiveEntropy", "mutualInformation"));
        return List.copyOf(columns);
    }

    /** How many rows. */
    public int rows() {
        return prediction.rows();
    }

    /** The cells of a row, in order; without the last one where one sample has no mutual information. */
    public List<Number> row(int row) {
        if (prediction instanceof ValuePrediction values) {
            return List.of(values.mean()[row], values.aleatoricSd()[row], values.epistemicSd()[row]);
        }
        ClassPrediction classes = (ClassPrediction) prediction;
        List<Number> cells = new ArrayList<>();
        cells.add(classes.predicted(row));
        for (int k = 0; k < classes.classes(); k++) {
            cells.add(classes.probability(row, k));
        }
        cells.add(entropy[row]);
        if (information.length > 0) {
            cells.add(information[row]);
        }
        return cells;
    }
}
