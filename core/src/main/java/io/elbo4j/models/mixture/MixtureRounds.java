package io.elbo4j.models.mixture;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.LocalStep;
import io.elbo4j.algorithm.Merge;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.data.Shard;
import io.elbo4j.math.Key;
import io.elbo4j.math.Stream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * Several trainings of one algorithm in the same rounds, each under a key of its own. A component has the bits that a training alone
 * would have under its key.
 *
 * @param step of one component
 * @param merge of one component
 * @param count of components
 */
public record MixtureRounds<S, U>(LocalStep<S, U> step, Merge<S, U> merge, int count)
        implements LocalStep<Components<S>, Components<U>>, Merge<Components<S>, Components<U>> {

    private static final Set<String> COUNTS = Set.of("activeWeights", "replacedWeights");

    /** So many components of an algorithm. */
    public static <S, U> Algorithm<Components<S>, Components<U>> of(Algorithm<S, U> algorithm, int count) {
        MixtureRounds<S, U> rounds = new MixtureRounds<>(algorithm.step(), algorithm.merge(), count);
        return new Algorithm<>(
                algorithm.name(),
                rounds,
                rounds,
                new ComponentsCodec<>(algorithm.state()),
                new ComponentsCodec<>(algorithm.contribution()));
    }

    /** The key of a component, of a run's. */
    public static Key key(Key root, int component) {
        return Stream.COMPONENT.of(root).fold(component);
    }

    @Override
    public Components<U> run(Round<Components<S>> round, Shard shard) {
        return each(c -> step.run(of(round, c), shard));
    }

    @Override
    public Components<S> told(Round<Components<S>> round) {
        return each(c -> step.told(of(round, c)));
    }

    @Override
    public Components<U> identity() {
        return each(c -> merge.identity());
    }

    @Override
    public Components<U> combine(Components<U> left, Components<U> right) {
        return each(c -> merge.combine(left.each().get(c), right.each().get(c)));
    }

    @Override
    public boolean isFinite(Components<U> contribution) {
        return contribution.each().stream().allMatch(merge::isFinite);
    }

    /** The diagnostics are means over the components, their bound too; counts of weights add up. */
    @Override
    public Outcome<Components<S>> finish(Round<Components<S>> round, Components<U> combined) {
        List<S> states = new ArrayList<>();
        Map<String, Double> sums = new LinkedHashMap<>();
        for (int c = 0; c < count; c++) {
            Outcome<S> outcome = merge.finish(of(round, c), combined.each().get(c));
            states.add(outcome.state());
            outcome.diagnostics().forEach((name, value) -> sums.merge(name, value, Double::sum));
        }
        sums.replaceAll((name, sum) -> COUNTS.contains(name) ? sum : sum / count);
        return new Outcome<>(new Components<>(states), sums);
    }

    private static <S> Round<S> of(Round<Components<S>> round, int component) {
        return new Round<>(round.index(), round.state().each().get(component), key(round.key(), component));
    }

    private <T> Components<T> each(IntFunction<T> of) {
        return new Components<>(IntStream.range(0, count).mapToObj(of).toList());
    }
}
