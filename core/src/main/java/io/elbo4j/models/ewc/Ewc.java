package io.elbo4j.models.ewc;

import io.elbo4j.algorithm.Algorithm;
import io.elbo4j.algorithm.DivergedException;
import io.elbo4j.algorithm.Outcome;
import io.elbo4j.algorithm.Round;
import io.elbo4j.algorithm.SumsRound;
import io.elbo4j.codec.SumsCodec;
import io.elbo4j.data.Shard;
import io.elbo4j.density.GaussianPrior;
import io.elbo4j.density.Network;
import io.elbo4j.density.ParameterBlock;
import io.elbo4j.density.Role;
import io.elbo4j.family.SparseGaussian;
import io.elbo4j.math.Stream;
import io.elbo4j.math.Sums;
import io.elbo4j.merge.MeanFieldRound;
import io.elbo4j.paper.Equation;
import io.elbo4j.update.MeanFieldState;
import io.elbo4j.update.Target;
import java.util.LinkedHashMap;
import java.util.Map;

/** Points are trained with the quadratic penalty of earlier tasks; a last round measures how firmly to hold them. */
public final class Ewc {

    private Ewc() {}

    /**
     * The algorithm.
     *
     * @param values rounds that move the points
     * @param target with the penalty of earlier tasks as its prior
     * @param valueRounds how many of them; one more round follows
     */
    public static Algorithm<EwcState, Sums> of(
            EwcSpec spec, Network network, MeanFieldRound values, Target target, int valueRounds) {
        Rounds rounds = new Rounds(spec, values, new FisherInformation(network, spec.rows()), target, valueRounds);
        return new Algorithm<>("ewc", rounds, rounds, EwcStateCodec.INSTANCE, SumsCodec.INSTANCE);
    }

    /** p₀ + γ(p − p₀) + λF, with F for all N rows. */
    @Equation(paper = "arXiv:1612.00796v2", number = "3")
    private static float[] precision(EwcSpec spec, Round<EwcState> round, Sums fisher, Target target) {
        SparseGaussian q = round.state().points();
        GaussianPrior prior = target.prior();
        double perRow = target.totalRows() / fisher.rows();
        float[] precision = new float[q.active()];
        for (ParameterBlock block : target.layout().blocks()) {
            boolean weight = block.role() == Role.WEIGHT;
            double start = weight ? spec.priorPrecision() : 0;
            for (int k = q.position(block.offset()); k < q.position(block.end()); k++) {
                int index = q.support()[k];
                double before = weight ? prior.precision(index) : prior.pointPrecision(index);
                double fresh = spec.strength() * perRow * fisher.arrays().get(0)[index];
                precision[k] = (float) (start + spec.decay() * (before - start) + fresh);
                if (!Float.isFinite(precision[k])) {
                    throw new DivergedException(round.index(), "a precision is " + precision[k]);
                }
            }
        }
        return precision;
    }

    /** Value rounds, and the last one. */
    private record Rounds(EwcSpec spec, MeanFieldRound values, FisherInformation fisher, Target target, int valueRounds)
            implements SumsRound<EwcState> {

        private boolean last(Round<EwcState> round) {
            return round.index() >= valueRounds;
        }

        @Override
        public Sums run(Round<EwcState> round, Shard shard) {
            if (!last(round)) {
                return values.run(points(round), shard);
            }
            if (shard.examples().rows() == 0) {
                return identity();
            }
            return fisher.of(
                    round.state().points().meanTheta(),
                    shard,
                    Stream.NOISE.of(round.key()).fold(round.index()).fold(shard.index()));
        }

        private static Round<MeanFieldState> points(Round<EwcState> round) {
            return new Round<>(round.index(), round.state().belief(), round.key());
        }

        @Override
        public Outcome<EwcState> finish(Round<EwcState> round, Sums combined) {
            if (!last(round)) {
                Outcome<MeanFieldState> outcome = values.finish(points(round), combined);
                return new Outcome<>(EwcState.of(outcome.state()), outcome.diagnostics());
            }
            float[] precision = precision(spec, round, combined, target);
            Map<String, Double> diagnostics = new LinkedHashMap<>();
            diagnostics.put("fisherRows", combined.rows());
            return new Outcome<>(new EwcState(round.state().belief(), precision), diagnostics);
        }
    }
}
