package io.elbo4j.spark.ml;

import io.elbo4j.spark.run.PredictionColumn;
import io.elbo4j.spark.run.PredictionColumn.What;
import java.util.ArrayList;
import java.util.List;

/** The columns that Params ask for. */
final class Outputs {

    private Outputs() {}

    static List<PredictionColumn> ofClasses(ClassificationParams<?> params) {
        return named(classes(params));
    }

    static List<PredictionColumn> ofDrawnClasses(DrawnClassificationParams<?> params) {
        List<PredictionColumn> columns = new ArrayList<>(classes(params));
        columns.add(new PredictionColumn(params.getMutualInformationCol(), What.MUTUAL_INFORMATION));
        return named(columns, params, What.DRAWN_PROBABILITY);
    }

    private static List<PredictionColumn> classes(ClassificationParams<?> params) {
        return List.of(
                new PredictionColumn(params.getRawPredictionCol(), What.LOG_PROBABILITY),
                new PredictionColumn(params.getProbabilityCol(), What.PROBABILITY),
                new PredictionColumn(params.getPredictionCol(), What.PREDICTION),
                new PredictionColumn(params.getPredictiveEntropyCol(), What.PREDICTIVE_ENTROPY));
    }

    static List<PredictionColumn> ofValues(RegressionParams<?> params) {
        List<PredictionColumn> columns = new ArrayList<>(List.of(
                new PredictionColumn(params.getPredictionCol(), What.PREDICTION),
                new PredictionColumn(params.getAleatoricSdCol(), What.ALEATORIC_SD),
                new PredictionColumn(params.getEpistemicSdCol(), What.EPISTEMIC_SD),
                new PredictionColumn(params.getQuantilesCol(), What.QUANTILES)));
        return named(columns, params, What.DRAWN_MEAN);
    }

    private static List<PredictionColumn> named(List<PredictionColumn> columns, DrawParams<?> params, What drawn) {
        if (!params.getPosteriorDraw().equals("none")) {
            columns.add(new PredictionColumn(params.getPosteriorDrawCol(), drawn));
        }
        return named(columns);
    }

    private static List<PredictionColumn> named(List<PredictionColumn> columns) {
        return columns.stream().filter(column -> !column.name().isEmpty()).toList();
    }
}
