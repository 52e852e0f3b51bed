package io.elbo4j.spec;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What the outputs mean.
 *
 * @param family name of the distribution
 * @param classes of a categorical one; 0 for as many as the data has
 * @param groups of classes, where the group of a target is always known; empty for one
 * @param noiseVariance of a Gaussian one
 */
public record LikelihoodSpec(String family, int classes, List<List<Integer>> groups, double noiseVariance) {

    static LikelihoodSpec of(Settings settings) {
        return new LikelihoodSpec(
                settings.choice(
                        "likelihood.family",
                        List.of(
                                "categorical",
                                "bernoulli",
                                "poisson",
                                "gaussian",
                                "gaussian-learned-noise",
                                "gaussian-input-noise")),
                settings.whole("likelihood.classes", 0),
                groups(settings.texts("likelihood.groups")),
                RunSpec.within(settings, "likelihood.noiseVariance", 0, Double.MAX_VALUE, true));
    }

    private static List<List<Integer>> groups(List<String> texts) {
        List<List<Integer>> groups = new ArrayList<>();
        for (String text : texts) {
            try {
                groups.add(Arrays.stream(text.split(","))
                        .map(String::trim)
                        .map(Integer::valueOf)
                        .toList());
            } catch (NumberFormatException e) {
                throw new SpecException("settings: not a group of classes: key=likelihood.groups value=" + text
                        + "; give each group as text, such as [\"0,1\", \"2,3\"]");
            }
        }
        return groups;
    }

    /** Whether the target is a real number. */
    public boolean isGaussian() {
        return family.startsWith("gaussian");
    }

    /**
     * The distribution.
     *
     * @param classesInData used where the settings leave the number of classes to the data
     */
    public ObservationModel observation(int classesInData) {
        return switch (family) {
            case "bernoulli" -> new Bernoulli();
            case "poisson" -> new Poisson();
            case "gaussian" -> new GaussianFixedNoise(noiseVariance);
            case "gaussian-learned-noise" -> new GaussianLearnedNoise();
            case "gaussian-input-noise" -> new GaussianInputNoise();
            default -> categorical(classes > 0 ? classes : classesInData);
        };
    }

    private Categorical categorical(int count) {
        return groups.isEmpty() ? new Categorical(count) : Categorical.inGroups(count, groups);
    }
}
