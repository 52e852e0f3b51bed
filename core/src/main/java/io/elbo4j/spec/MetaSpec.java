package io.elbo4j.spec;

import java.util.List;

/**
 * How episodes are learned from, and how a new one is adapted to.
 *
 * @param own which weights are an episode's: {@code last-layer}, {@code network} or {@code class-means}
 * @param components normals of which the episodes' weights are a mixture
 * @param ownDensity active own weights / all own weights
 * @param fullCovariance whether the belief has a full covariance matrix; the fit is then exact
 * @param scaleDegrees how far episodes differ in scale, degrees of freedom; 0: not at all
 * @param fit {@code laplace} or {@code sgld}
 * @param fitSteps of the ascent, or draws that are kept
 * @param burnIn draws that are thrown away
 * @param fitStep of a draw
 * @param precisionCap of the draws' quadratic
 * @param query whether the loss is that of the query; otherwise the bound
 * @param additive whether the belief follows the exact update of finitely many episodes
 * @param initialSd of an episode's weights around the belief's mean
 * @param adaptation {@code expected}, {@code mode}, {@code student-t} or {@code variational}
 * @param innerSteps of gradient methods, and of the variational adaptation
 * @param innerRate of these
 */
public record MetaSpec(
        String own,
        int components,
        double ownDensity,
        boolean fullCovariance,
        double scaleDegrees,
        String fit,
        int fitSteps,
        int burnIn,
        double fitStep,
        double precisionCap,
        boolean query,
        boolean additive,
        double initialSd,
        String adaptation,
        int innerSteps,
        double innerRate) {

    static MetaSpec of(Settings settings) {
        return new MetaSpec(
                settings.choice("meta.own", List.of("last-layer", "network", "class-means")),
                settings.whole("meta.components", 1),
                RunSpec.within(settings, "meta.ownDensity", 0, 1, true),
                settings.choice("meta.covariance", List.of("diagonal", "full")).equals("full"),
                RunSpec.within(settings, "meta.scaleDegrees", 0, 1e6, false),
                settings.choice("meta.fit", List.of("laplace", "sgld")),
                settings.whole("meta.fitSteps", 1),
                settings.whole("meta.burnIn", 0),
                RunSpec.within(settings, "meta.fitStep", 0, 1, true),
                RunSpec.within(settings, "meta.precisionCap", 0, 1e12, true),
                settings.choice("meta.objective", List.of("elbo", "query")).equals("query"),
                settings.choice("meta.update", List.of("gradient", "additive")).equals("additive"),
                RunSpec.within(settings, "meta.initialSd", 0, 1e6, true),
                settings.choice("meta.adaptation", List.of("expected", "mode", "student-t", "variational")),
                settings.whole("meta.innerSteps", 1),
                RunSpec.within(settings, "meta.innerRate", 0, 1e6, true));
    }

    /** Whether all weights of the network are an episode's own. */
    public boolean wholeNetwork() {
        return own.equals("network");
    }

    /** Whether an episode's own weights are the means of its classes in the space of features. */
    public boolean classMeans() {
        return own.equals("class-means");
    }
}
