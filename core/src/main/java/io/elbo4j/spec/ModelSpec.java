package io.elbo4j.spec;

import java.util.List;
import java.util.stream.Stream;

/**
 * Which algorithm.
 *
 * @param name of a network's belief ({@code mfvi}, {@code ssvi}, {@code field-space}, {@code map}, {@code ewc}, {@code si}, {@code
 *     laplace}), {@code linear-regression}, {@code protocl}, of a model of rows ({@code vae}, {@code cvae}), or of one that
 *     learns from episodes
 * @param full linear regression's family
 * @param closedForm linear regression's solver
 * @param components networks that make up the belief
 * @param initialMeanScale factor of He's initial weights
 * @param initialSd of each weight
 * @param sparsity settings of a sparse support
 * @param field settings of binary weights
 */
public record ModelSpec(
        String name,
        boolean full,
        boolean closedForm,
        int components,
        double initialMeanScale,
        double initialSd,
        SparsitySpec sparsity,
        FieldSpec field) {

    private static final List<String> EPISODIC =
            List.of("niw-meta", "maml", "reptile", "prototypes", "shared", "independent");
    /** Networks whose weights are points. */
    private static final List<String> POINTS = List.of("map", "ewc", "si", "laplace");

    /** Programs that make rows. */
    private static final List<String> GENERATIVE = List.of("vae", "cvae");

    private static final List<String> NAMES = Stream.of(
                    List.of("mfvi", "ssvi", "field-space", "protocl", "linear-regression"),
                    POINTS,
                    GENERATIVE,
                    EPISODIC)
            .flatMap(List::stream)
            .toList();

    static ModelSpec of(Settings settings) {
        return new ModelSpec(
                settings.choice("model.name", NAMES),
                settings.choice("model.family", List.of("full", "mean-field")).equals("full"),
                settings.choice("model.solver", List.of("closed-form", "gradient"))
                        .equals("closed-form"),
                settings.whole("model.components", 1),
                RunSpec.within(settings, "model.initialMeanScale", 0, 1e6, false),
                RunSpec.within(settings, "model.initialSd", 0, 1e6, true),
                SparsitySpec.of(settings),
                FieldSpec.of(settings));
    }

    /** Whether steps move points, without variances. */
    public boolean points() {
        return POINTS.contains(name);
    }

    /** Whether it is a model of rows and not of their targets. */
    public boolean generative() {
        return GENERATIVE.contains(name);
    }

    /** Whether it learns from episodes. */
    public boolean episodic() {
        return EPISODIC.contains(name);
    }
}
