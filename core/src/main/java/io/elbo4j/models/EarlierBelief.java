package io.elbo4j.models;

import io.elbo4j.codec.Parts;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.family.BinaryField;
import io.elbo4j.family.DiagonalGaussian;
import io.elbo4j.family.FullGaussian;
import io.elbo4j.family.Posterior;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.merge.Pruning;
import io.elbo4j.models.fieldspace.FieldStateCodec;
import io.elbo4j.models.protocl.ProtoClState;
import io.elbo4j.models.protocl.ProtoClStateCodec;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import io.elbo4j.update.Target;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The posterior of earlier rows, which is the prior of a training. A model keeps it, so that it can be read, resumed and judged
 * without the model that it came from.
 *
 * @param posterior {@link FullGaussian} or {@link DiagonalGaussian} of linear regression, {@link SparseGaussian} of a network,
 *     {@link BinaryField} of one of binary weights
 * @param rows on which it rests, those of its own prior among them
 * @param kept what a model of prototypes needs beside it, by the codec of its state; empty for others
 */
public record EarlierBelief(Posterior posterior, long rows, Parts kept) {

    /** Of a model that goes on with its posterior alone. */
    public EarlierBelief(Posterior posterior, long rows) {
        this(posterior, rows, new Parts());
    }

    /**
     * What a training left.
     *
     * @throws SpecException when it left no belief about weights
     */
    public static EarlierBelief of(TrainedModel<?> model) {
        if (model.spec().model().episodic()
                || model.spec().model().generative()
                || model.spec().model().name().equals("map")) {
            throw new SpecException("prior: a model that does not say how sure it is of its weights: model.name="
                    + model.spec().model().name()
                    + "; use mfvi, ssvi, field-space, ewc, si, laplace or linear-regression");
        }
        long before = model.input().earlier().map(EarlierBelief::rows).orElse(0L);
        return new EarlierBelief(
                model.asPrior(), Math.addExact(before, model.input().trainingRows()), kept(model));
    }

    private static <S> Parts kept(TrainedModel<S> model) {
        if (!Catalog.prototypes(model.spec())) {
            return new Parts();
        }
        if (model.round() < model.job().rounds()) {
            throw new SpecException("prior: its memory has not been drawn yet: model.name=protocl round="
                    + model.round() + " rounds=" + model.job().rounds()
                    + "; let that training end, with elbo4j resume and train.rounds=0");
        }
        return model.job().algorithm().state().encode(model.state());
    }

    /**
     * What a training left, for one with these settings.
     *
     * @throws SpecException when it left no belief about weights, or these are weights of another network
     */
    public static EarlierBelief of(TrainedModel<?> model, RunSpec next) {
        if (Catalog.prototypes(model.spec()) || Catalog.prototypes(next)) {
            requireEqual("model.name", model.spec().model().name(), next.model().name());
        }
        requireEqual(
                "network.layers",
                model.spec().network().layers(),
                next.network().layers());
        requireEqual(
                "likelihood.family",
                model.spec().likelihood().family(),
                next.likelihood().family());
        return of(model);
    }

    private static void requireEqual(String key, Object before, Object now) {
        if (!before.equals(now)) {
            throw new SpecException("prior: of another architecture: key=" + key + " prior=" + before + " now=" + now
                    + "; keep that of prior.model");
        }
    }

    /** As the prior of linear regression with so many coefficients. */
    Posterior linear(int dimension) {
        requireDimension(dimension);
        if (posterior instanceof SparseGaussian || posterior instanceof BinaryField) {
            throw ofAnotherKind("model.name=linear-regression");
        }
        return posterior;
    }

    /**
     * As the prior of binary weights.
     *
     * @param undecided the network's
     */
    BinaryField fields(BinaryField undecided) {
        requireDimension(undecided.dimension());
        if (!(posterior instanceof BinaryField fields)) {
            throw ofAnotherKind("model.name=field-space");
        }
        if (!Arrays.equals(fields.end(), undecided.end())) {
            throw new SpecException("prior: of another architecture: layerEndsOfPrior=" + Arrays.toString(fields.end())
                    + " layerEnds=" + Arrays.toString(undecided.end())
                    + "; use the network.layers that prior.model was trained with");
        }
        return fields;
    }

    private SpecException ofAnotherKind(String now) {
        String kind = posterior instanceof SparseGaussian
                ? "a network"
                : posterior instanceof BinaryField ? "a network of binary weights" : "linear regression";
        return new SpecException("prior: of another kind: prior.model is " + kind + ", " + now
                + "; use the same model.name and train.estimator as before");
    }

    /** As the prior of a network of so many parameters. */
    SparseGaussian network(int dimension) {
        requireDimension(dimension);
        if (posterior instanceof SparseGaussian normals) {
            return normals;
        }
        throw ofAnotherKind("the model a network");
    }

    /** Prototypes of a network of so many parameters, with their memory. */
    ProtoClState prototypes(int dimension) {
        requireDimension(dimension);
        return ProtoClStateCodec.INSTANCE.decode(kept, ProtoClStateCodec.INSTANCE.version());
    }

    /**
     * Where a network's training starts: at the earlier normals. With a budget, the weights that cost the bound most stay
     * ({@link Pruning}); without one, weights that were not active start at random.
     *
     * @param random where it would start without them
     * @param activePerLayer budget of each weight block, in order
     * @throws SpecException when a layer has fewer active weights than its budget
     */
    static SparseGaussian start(
            SparseGaussian earlier, SparseGaussian random, Target target, Optional<int[]> activePerLayer) {
        if (activePerLayer.isPresent()) {
            requireEnough(earlier, target, activePerLayer.get());
            return Pruning.toBudget(earlier, target, activePerLayer.get()).posterior();
        }
        float[] mean = random.mean().clone();
        float[] sd = random.sd().clone();
        for (int k = 0; k < earlier.active(); k++) {
            int at = earlier.support()[k];
            mean[at] = earlier.mean()[k];
            // Points of the new family stay points.
            sd[at] = sd[at] == 0 ? 0 : earlier.sd()[k];
        }
        return new SparseGaussian(random.dimension(), random.support(), mean, sd);
    }

    private static void requireEnough(SparseGaussian earlier, Target target, int[] activePerLayer) {
        List<ParameterBlock> layers = target.layout().weightBlocks();
        for (int l = 0; l < activePerLayer.length; l++) {
            int active = earlier.active(layers.get(l));
            if (active < activePerLayer[l]) {
                throw new SpecException("prior: fewer active weights than the budget: layer="
                        + layers.get(l).name() + " activeInPrior=" + active + " budget=" + activePerLayer[l]
                        + "; lower model.density, or keep that of prior.model");
            }
        }
    }

    private void requireDimension(int dimension) {
        if (posterior.dimension() != dimension) {
            throw new SpecException("prior: of another architecture: parametersOfPrior=" + posterior.dimension()
                    + " parameters=" + dimension + "; use the network.layers that prior.model was trained with");
        }
    }

    /** As it is stored. */
    public Parts encode() {
        Parts parts = new Parts().put("rows", rows).putAll("kept", kept);
        if (posterior instanceof FullGaussian full) {
            return parts.put("mean", full.mean()).put("covariance", full.covariance());
        }
        if (posterior instanceof DiagonalGaussian diagonal) {
            return parts.put("mean", diagonal.mean()).put("variance", diagonal.variance());
        }
        if (posterior instanceof BinaryField fields) {
            return parts.putAll("fields", FieldStateCodec.belief(fields));
        }
        SparseGaussian sparse = (SparseGaussian) posterior;
        return parts.put("dimension", (long) sparse.dimension())
                .put("support", sparse.support())
                .put("mean", sparse.mean())
                .put("sd", sparse.sd());
    }

    static EarlierBelief decode(Parts parts) {
        Posterior posterior;
        if (parts.has("covariance")) {
            posterior = new FullGaussian(parts.doubles("mean"), parts.doubles("covariance"));
        } else if (parts.has("variance")) {
            posterior = new DiagonalGaussian(parts.doubles("mean"), parts.doubles("variance"));
        } else if (parts.has("fields.field")) {
            posterior = FieldStateCodec.belief(parts.under("fields"));
        } else {
            posterior = new SparseGaussian(
                    Math.toIntExact(parts.whole("dimension")),
                    parts.ints("support"),
                    parts.floats("mean"),
                    parts.floats("sd"));
        }
        return new EarlierBelief(posterior, parts.whole("rows"), parts.under("kept"));
    }
}
