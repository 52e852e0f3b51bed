package io.elbo4j.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which algorithm.
 *
 * @param name {@code mfvi}, {@code ssvi}, {@code map}, {@code linear-regression} or {@code protocl}; or one that learns from episodes
 * @param full linear regression's family
 * @param closedForm linear regression's solver
 * @param initialMeanScale factor of He's initial weights
 * @param initialSd of each weight
 * @param sparsity settings of a sparse support
 */
public record ModelSpec(
        String name,
        boolean full,
        boolean closedForm,
        double initialMeanScale,
        double initialSd,
        SparsitySpec sparsity) {

    private static final List<String> EPISODIC =
            List.of("niw-meta", "maml", "reptile", "prototypes", "shared", "independent");
    private static final List<String> NAMES = Stream.concat(
                    Stream.of("mfvi", "ssvi", "map", "linear-regression", "protocl"), EPISODIC.stream())
            .toList();

    static ModelSpec of(Settings settings) {
        return new ModelSpec(
                settings.choice("model.name", NAMES),
                settings.choice("model.family", List.of("full", "mean-field")).equals("full"),
                settings.choice("model.solver", List.of("closed-form", "gradient"))
                        .equals("closed-form"),
                RunSpec.within(settings, "model.initialMeanScale", 0, 1e6, false),
                RunSpec.within(settings, "model.initialSd", 0, 1e6, true),
                SparsitySpec.of(settings));
    }

    /** Whether it learns from episodes. */
    public boolean episodic() {
        return EPISODIC.contains(name);
    }
}
