package io.elbo4j.models;

import io.elbo4j.data.Batch;
import io.elbo4j.data.Features;
import io.elbo4j.data.Standardisation;
import io.elbo4j.density.LocalNetwork;
import io.elbo4j.density.Network;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.SupportedNetwork;
import io.elbo4j.eval.NormalMixtures;
import io.elbo4j.eval.PredictiveAccumulator;
import io.elbo4j.eval.PredictiveDistribution;
import io.elbo4j.eval.ValuePrediction;
import java.io.Serializable;
import java.util.OptionalInt;

/**
 * Posterior predictive distributions: the same S draws of the weights for every row.
 *
 * @param network computes outputs
 * @param standardisation whose target unit is undone
 * @param labelled whether targets are known
 * @param logitTemperature that outputs are divided by where they are logits (temperature scaling; Guo, Pleiss, Sun and Weinberger,
 *     arXiv 1706.04599v2, section 4.2); 1 where they are not
 */
public record Predictive(Network network, Standardisation standardisation, boolean labelled, double logitTemperature)
        implements Serializable {

    /** For a model. */
    public static Predictive of(TrainedModel<?> model, boolean labelled) {
        return new Predictive(
                model.network(),
                model.standardisation(),
                labelled,
                model.spec().evaluate().logitTemperature());
    }

    /** The prediction of some standardised rows. */
    public PredictiveDistribution of(Batch batch, PosteriorDraws draws) {
        ObservationModel observation = network.observation();
        PredictiveAccumulator sum = labelled
                ? PredictiveAccumulator.labelled(observation, batch.targets())
                : PredictiveAccumulator.unlabelled(observation, batch.rows());
        for (int draw = 0; draw < draws.values().length; draw++) {
            float[] outputs = outputs(draws, draw, batch.features());
            for (int i = 0; logitTemperature != 1 && i < outputs.length; i++) {
                outputs[i] = (float) (outputs[i] / logitTemperature);
            }
            sum.add(outputs, shared(draws, draw));
        }
        return inUnits(sum.prediction(), standardisation);
    }

    /**
     * Quantiles of the predictive mixture of some standardised rows, in the target's own unit.
     *
     * @param probabilities {@code [Q]}, each in (0, 1)
     * @return {@code [B, Q]}
     * @throws IllegalArgumentException when the observation model is not Gaussian
     */
    public double[][] quantiles(Batch batch, PosteriorDraws draws, double[] probabilities) {
        NormalMixtures mixtures = new NormalMixtures(network.observation(), batch.rows());
        for (int draw = 0; draw < draws.values().length; draw++) {
            mixtures.add(outputs(draws, draw, batch.features()), shared(draws, draw));
        }
        double[][] quantiles = new double[batch.rows()][probabilities.length];
        for (int row = 0; row < quantiles.length; row++) {
            for (int q = 0; q < probabilities.length; q++) {
                double quantile = mixtures.quantile(row, probabilities[q]);
                quantiles[row][q] = standardisation.targetMean() + standardisation.targetSd() * quantile;
            }
        }
        return quantiles;
    }

    /** A prediction of standardised targets in their own unit; of classes as it is. */
    public static PredictiveDistribution inUnits(PredictiveDistribution prediction, Standardisation standardisation) {
        return prediction instanceof ValuePrediction values
                ? values.inUnits(standardisation.targetMean(), standardisation.targetSd())
                : prediction;
    }

    /**
     * What the draws make of rows with targets, each draw for itself: the first term of the bound, whose likelihood is that of the
     * training (its logits are not divided).
     *
     * @return Σ over rows of the mean over draws of log p, nats; of the target as trained on
     */
    public double logLikSum(Batch batch, PosteriorDraws draws) {
        ObservationModel observation = network.observation();
        double sum = 0;
        for (int draw = 0; draw < draws.values().length; draw++) {
            float[] outputs = outputs(draws, draw, batch.features());
            double shared = shared(draws, draw);
            for (int row = 0; row < batch.rows(); row++) {
                sum += observation.logLik(outputs, row * observation.outputs(), batch.targets()[row], shared);
            }
        }
        return sum / draws.values().length;
    }

    private float[] outputs(PosteriorDraws draws, int draw, Features features) {
        if (draws.variance().length > 0) {
            // Only networks of binary weights ask for it, and they are local.
            return ((LocalNetwork) network)
                    .locallyDrawnOutputs(
                            draws.values()[draw],
                            draws.variance(),
                            draws.noise().fold(draw),
                            features);
        }
        if (network instanceof SupportedNetwork supported) {
            int[] support = draws.support(draw);
            float[] values = draws.values()[draw];
            return draws.spikeSd().length == 0
                    ? supported.outputs(support, values, features)
                    : supported.outputs(support, values, draws.spikeSd(), features);
        }
        return network.outputs(draws.theta(draw), features);
    }

    /** The observation model's own parameter, where it has one. */
    private double shared(PosteriorDraws draws, int draw) {
        OptionalInt index = network.sharedParameter();
        return index.isPresent() ? draws.value(draw, index.getAsInt()) : 0;
    }
}
