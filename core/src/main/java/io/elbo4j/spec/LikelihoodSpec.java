package io.elbo4j.spec;

import io.elbo4j.density.Bernoulli;
import io.elbo4j.density.Categorical;
import io.elbo4j.density.GaussianFixedNoise;
import io.elbo4j.density.GaussianInputNoise;
import io.elbo4j.density.GaussianLearnedNoise;
import io.elbo4j.density.ObservationModel;
import io.elbo4j.density.Poisson;
import java.util.List;

/**
 * What the outputs mean.
 *
 * @param family name of the distribution
 * @param classes of a categorical one; 0 for as many as the data has
 * @param noiseVariance of a Gaussian one
 */
public record LikelihoodSpec(String family, int classes, double noiseVariance) {

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
                RunSpec.within(settings, "likelihood.noiseVariance", 0, Double.MAX_VALUE, true));
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
            default -> new Categorical(classes > 0 ? classes : classesInData);
        };
    }
}
