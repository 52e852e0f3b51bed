package io.elbo4j.spark.ml;

import io.elbo4j.spark.run.PredictionColumn;
import io.elbo4j.spark.run.PredictionColumn.What;
import java.util.ArrayList;
import java.util.List;

/** The columns that Params ask for. */
final class Outputs {

    private Outputs() {}

    static List<PredictionColumn> ofClasses(ClassificationParams<?> params) {
        List<PredictionColumn> columns = new ArrayList<>(List.of(
                new PredictionColumn(params.getRawPredictionCol(), What.LOG_PROBABILITY),
                new PredictionColumn(params.getProbabilityCol(), What.PROBABILITY),
                new PredictionColumn(params.getPredictionCol(), What.PREDICTION),
                new PredictionColumn(params.getPredictiveEntropyCol(), What.PREDICTIVE_ENTROPY),
                new PredictionColumn(params.getMutualInformationCol(), What.MUTUAL_INFORMATION)));
        return named(columns, params, What.DRAWN_PROBABILITY);
    }

    static List<PredictionColumn> ofValues(RegressionParams<?> params) {
        List<PredictionColumn> columns = new ArrayList<>(List.of(
                new PredictionColumn(params.getPredictionCol(), What.PREDICTION),
                new PredictionColumn(params.getAleatoricSdCol(), What.ALEATORIC_SD),
                new PredictionColumn(params.getEpistemicSdCol(), What.EPISTEMIC_SD),
                new PredictionColumn(params.getQuantilesCol(), What.QUANTILES)));
        return named(columns, params, What.DRAWN_MEAN);
    }

    private static List<PredictionColumn> named(
            List<PredictionColumn> columns, PredictionParams<?> params, What drawn) {
        if (!params.getPosteriorDraw().equals("none")) {
            columns.add(new PredictionColumn(params.getPosteriorDrawCol(), drawn));
        }
        return columns.stream().filter(column -> !column.name().isEmpty()).toList();
    }
}
