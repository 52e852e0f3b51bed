package io.elbo4j.models;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.family.Mixture;
import io.elbo4j.math.Key;
import io.elbo4j.models.mixture.Components;
import io.elbo4j.models.mixture.MixtureRounds;
import io.elbo4j.spec.RunSpec;
import io.elbo4j.spec.SpecException;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Trainings of several networks at once, whose beliefs make one mixture. */
final class MixtureJob {

    private static final List<String> NAMES = List.of("ssvi", "mfvi", "map");

    private MixtureJob() {}

    /** Whether settings go together. */
    static void check(RunSpec spec) {
        int components = spec.model().components();
        String name = spec.model().name();
        if (components == 1) {
            return;
        }
        if (!NAMES.contains(name)) {
            throw new SpecException("settings: no mixtures of this model: model.name=" + name + " model.components="
                    + components + "; use model.components=1, or one of " + NAMES);
        }
        if (!spec.model().points() && spec.evaluate().samples() < components) {
            throw new SpecException("settings: fewer draws than components: evaluate.samples="
                    + spec.evaluate().samples() + " model.components=" + components
                    + "; a prediction needs a draw of each, raise evaluate.samples");
        }
    }

    /**
     * The job of one network, or of as many as the settings say.
     *
     * @param one network
     * @param initial its state before the first round, under a key
     */
    static <S> Job<?> of(RunSpec spec, Job<S> one, Function<Key, S> initial) {
        return spec.model().components() == 1 ? one : of(spec, one, one.algorithm(), initial);
    }

    private static <S, U> Job<Components<S>> of(
            RunSpec spec, Job<S> one, Algorithm<S, U> algorithm, Function<Key, S> initial) {
        int components = spec.model().components();
        Key root = Key.of(spec.seed());
        List<S> first = IntStream.range(0, components)
                .mapToObj(c -> initial.apply(MixtureRounds.key(root, c)))
                .toList();
        return new Job<>(
                MixtureRounds.of(algorithm, components),
                new Components<>(first),
                one.rounds(),
                state -> new Mixture(state.each().stream().map(one.posterior()).toList()),
                state -> {
                    throw noPrior(spec, "prior");
                });
    }

    /** What to say to whom a mixture would be the prior. */
    static SpecException noPrior(RunSpec spec, String asking) {
        return new SpecException(asking + ": a mixture is not the prior of the next training: model.components="
                + spec.model().components() + "; train with model.components=1");
    }
}
