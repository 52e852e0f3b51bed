package io.elbo4j.program;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.SpecialFunctions;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A run of a {@link Marginal}: what it keeps, and an estimate of its log density.
 *
 * @param kept values that count
 * @param logDensity {@code [L]}
 */
record MarginalRun(Map<String, Draw> kept, SDVariable logDensity) {

    /** Draws all values, and as many further auxiliary ones as the estimate needs. */
    static MarginalRun simulated(Simulation simulation, GraphTrace at, Marginal marginal) {
        Replay first = new Replay(simulation, marginal, Map.of(), at.lanes());
        marginal.program().run(at.again(at.lanes().shape(), first));
        first.requireAllKept();
        LaneShape shape = at.lanes().shape();
        SDVariable weights = first.logWeight().reshape(shape.lanes(), 1);
        if (marginal.particles() > 1) {
            weights = at.graph().concat(1, weights, further(simulation, at, marginal, first.kept));
        }
        return new MarginalRun(first.kept, logDensity(weights, marginal.particles()));
    }

    /** log 1/N Σ wₙ; {@code [L, N]} to {@code [L]}. */
    @Equation(paper = "arXiv:1905.03290v1", number = "marginal density by importance sampling")
    static SDVariable logDensity(SDVariable logWeights, int particles) {
        return particles == 1
                ? logWeights.reshape(-1)
                : SpecialFunctions.logSumExp(logWeights).reshape(-1).sub(Math.log(particles));
    }

    /** log q(kept given u) for N − 1 fresh u, {@code [L, N − 1]}. */
    private static SDVariable further(
            Simulation simulation, GraphTrace at, Marginal marginal, Map<String, Draw> known) {
        int others = marginal.particles() - 1;
        LaneShape shape = at.lanes().shape();
        LaneShape nested = shape.inside(new LaneShape.Plate("auxiliary", others, false));
        Replay replay = new Replay(simulation, marginal, known, at.lanes());
        marginal.program().run(at.again(nested, replay));
        return replay.logWeight().reshape(shape.lanes(), others);
    }

    /** Draws what is not known, and takes what is known as it is. */
    private static final class Replay implements Handler {

        private final Simulation simulation;
        private final Marginal marginal;
        private final Map<String, Draw> known;
        private final GraphLanes outside;
        private final Map<String, Draw> kept = new LinkedHashMap<>();
        private @Nullable SDVariable logWeight;

        Replay(Simulation simulation, Marginal marginal, Map<String, Draw> known, GraphLanes outside) {
            this.simulation = simulation;
            this.marginal = marginal;
            this.known = known;
            this.outside = outside;
        }

        /** log q(kept given u), {@code [L]}. */
        SDVariable logWeight() {
            if (logWeight == null) {
                throw new IllegalArgumentException("marginal: kept values were not drawn: kept=" + marginal.kept()
                        + "; the program samples all of them");
            }
            return logWeight;
        }

        void requireAllKept() {
            for (String address : marginal.kept()) {
                if (!kept.containsKey(address)) {
                    throw new IllegalArgumentException("marginal: kept value was not drawn: address=" + address
                            + "; the program samples it, outside of plates");
                }
            }
        }

        @Override
        public SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy) {
            if (at.lanes().shape().plates().size() > outside.shape().plates().size() + (known.isEmpty() ? 0 : 1)) {
                throw new IllegalArgumentException(
                        "marginal: plate within: address=" + address + "; put the marginal inside the plate instead");
            }
            if (!marginal.kept().contains(address)) {
                return simulation.draw(at, address, distribution, strategy).value();
            }
            Draw before = known.get(address);
            if (before == null) {
                Draw drawn = simulation.draw(at, address, distribution, strategy);
                kept.put(address, drawn);
                add(drawn.logDensity());
                return drawn.value();
            }
            SDVariable value = at.lanes().repeated(before.value(), outside.shape());
            add(distribution.logDensity(at.lanes(), value));
            return value;
        }

        private void add(SDVariable logDensity) {
            logWeight = logWeight == null ? logDensity : logWeight.add(logDensity);
        }

        @Override
        public void observe(GraphTrace at, String address, Distribution distribution, SDVariable value) {
            simulation.observe(at, address, distribution, value);
        }

        @Override
        public void score(GraphTrace at, String address, SDVariable logFactor) {
            simulation.score(at, address, logFactor);
        }

        @Override
        public void marginal(GraphTrace at, Marginal inner) {
            throw new IllegalArgumentException("marginal: marginals within marginals are not estimated: kept="
                    + inner.kept() + "; sum out all auxiliary values in one");
        }
    }
}
