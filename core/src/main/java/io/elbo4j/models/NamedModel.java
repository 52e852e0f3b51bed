package io.elbo4j.models;

import io.elbo4j.data.Standardisation;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.merge.SupportUnion;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SparsitySpec;
import io.elbo4j.spec.SpecException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A trained model and where it was found, so that an error can name it.
 *
 * @param name address
 * @param model with its state
 */
public record NamedModel(String name, TrainedModel<?> model) {

    /** Models of points or without weights of their own cannot be merged. */
    void requireVariances() {
        if (model.job().network().isEmpty()) {
            throw new SpecException(
                    "merge: not a network with variances: model="
                            + name + " model.name=" + model.spec().model().name() + " model.components="
                            + model.spec().model().components()
                            + "; merge models of mfvi or ssvi with one component; linear regression learns from shards as it is, with merge=pvi");
        }
    }

    /** The belief with its rows. */
    SupportUnion.Part part() {
        return new SupportUnion.Part(normals(model), model.input().trainingRows());
    }

    private static <S> SparseGaussian normals(TrainedModel<S> model) {
        return model.job().network().orElseThrow().posterior(model.state());
    }

    /**
     * Whether both ask the same question of rows on the same scale.
     *
     * @param sameBudget whether their densities must be equal
     * @throws SpecException naming the first difference with both values
     */
    void requireMergeable(NamedModel other, boolean sameBudget) {
        Map<String, Object> ours = question(model, sameBudget);
        Map<String, Object> theirs = question(other.model, sameBudget);
        ours.forEach((key, value) -> {
            Object their = theirs.getOrDefault(key, "none");
            if (!value.equals(their)) {
                String advice = key.equals("classes")
                        ? "where some rows lack a class, train with likelihood.classes"
                        : key.startsWith("model.") && !key.equals("model.name")
                                ? "say with --density what the result shall have"
                                : "merge models that were trained with the same one";
                throw new SpecException("merge: models differ: models=" + List.of(name, other.name) + " " + key + "="
                        + value + " " + key + "=" + their + "; " + advice);
            }
        });
        requireScale(other);
    }

    /** What the belief is an answer to; data, seed, shards and steps are not part of it. */
    private static Map<String, Object> question(TrainedModel<?> model, boolean budget) {
        RunSpec spec = model.spec();
        SparsitySpec sparsity = spec.model().sparsity();
        Map<String, Object> question = new LinkedHashMap<>();
        question.put("model.name", spec.model().name());
        question.put("shape", model.input().shape());
        question.put("network.layers", spec.network().layers());
        question.put("network.bias", spec.network().bias());
        // The text, which may have changed since under the same address.
        question.put("network.dl4j", Integer.toHexString(model.input().dl4j().hashCode()));
        question.put("likelihood.family", spec.likelihood().family());
        question.put("likelihood.noiseVariance", spec.likelihood().noiseVariance());
        question.put("classes", model.network().observation().outputs());
        question.put("prior.variance", spec.priorVariance());
        question.put("prior.model", model.input().earlier());
        question.put("train.temperature", spec.train().temperature());
        if (budget && spec.model().name().equals("ssvi")) {
            question.put("model.density", sparsity.density());
            question.put("model.allocation", sparsity.allocation());
            question.put("model.layerDensity", sparsity.layerDensity());
            question.put("model.denseFirstLayer", sparsity.denseFirstLayer());
        }
        return question;
    }

    /** A weight of a feature has the unit of that feature, so both must have been shifted and scaled alike. */
    private void requireScale(NamedModel other) {
        List<String> names = model.input().featureNames();
        List<String> theirs = other.model.input().featureNames();
        for (int i = 0; i < names.size(); i++) {
            if (!names.get(i).equals(theirs.get(i))) {
                throw new SpecException("merge: other features: models=" + List.of(name, other.name) + " column=" + i
                        + " name=" + names.get(i) + " name=" + theirs.get(i)
                        + "; merge models of the same columns in the same order");
            }
        }
        Standardisation left = model.standardisation();
        Standardisation right = other.model.standardisation();
        if (left.equals(right)) {
            return;
        }
        throw new SpecException("merge: features on different scales: models=" + List.of(name, other.name) + " "
                + difference(left, right)
                + "; scale all rows by the same moments beforehand and train with data.standardise=false");
    }

    private String difference(Standardisation left, Standardisation right) {
        int groups = Math.max(left.mean().length, right.mean().length);
        int each = left.width() / groups;
        for (int g = 0; g < groups; g++) {
            String ours = scale(left, g * each);
            String their = scale(right, g * each);
            if (!ours.equals(their)) {
                return "feature=" + model.input().featureNames().get(g * each) + " " + ours + " " + their;
            }
        }
        return "targetMean=" + left.targetMean() + " targetSd=" + left.targetSd() + " targetMean=" + right.targetMean()
                + " targetSd=" + right.targetSd();
    }

    private static String scale(Standardisation standardisation, int feature) {
        int group = feature * standardisation.mean().length / standardisation.width();
        return "mean=" + standardisation.mean()[group] + " sd="
                + standardisation.sd()[group];
    }
}
