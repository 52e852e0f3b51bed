package io.elbo4j.models.hmc;

import io.elbo4j.math.Key;
import io.elbo4j.paper.Equation;
import java.util.ArrayList;
import java.util.List;

/**
 * Hamiltonian Monte Carlo with unit mass.
 *
 * @param stepSize ε of the leapfrog
 * @param leapfrogs L: steps of a proposal
 */
public record Hmc(double stepSize, int leapfrogs) {

    public Hmc {
        if (!(stepSize > 0) || leapfrogs < 1) {
            throw new IllegalArgumentException("hmc: out of range: stepSize=" + stepSize + " leapfrogs=" + leapfrogs
                    + "; use a positive step and at least one");
        }
    }

    /**
     * A chain.
     *
     * @param draws {@code [draws]} of {@code [D]}
     * @param acceptance part of the proposals after burn-in that were taken
     */
    public record Chain(List<double[]> draws, double acceptance) {}

    /** A place and a momentum. */
    record Phase(double[] theta, double[] momentum, LogDensity.Slope slope) {

        /** −H: log density − kinetic energy, nats. */
        double logJoint() {
            double kinetic = 0;
            for (double p : momentum) {
                kinetic += 0.5 * p * p;
            }
            return slope.value() - kinetic;
        }
    }

    /**
     * Runs a chain.
     *
     * @param start {@code [D]}
     * @param burnIn proposals that are thrown away
     * @param draws to keep
     * @param every how many proposals make a draw
     */
    public Chain run(LogDensity target, double[] start, int burnIn, int draws, int every, Key key) {
        double[] theta = start.clone();
        LogDensity.Slope slope = target.at(theta);
        List<double[]> kept = new ArrayList<>();
        int taken = 0;
        int proposals = burnIn + draws * every;
        for (int i = 0; i < proposals; i++) {
            Key step = key.fold(i);
            double[] momentum = new double[theta.length];
            for (int d = 0; d < momentum.length; d++) {
                momentum[d] = step.gaussian(d);
            }
            Phase from = new Phase(theta, momentum, slope);
            Phase to = leapfrog(target, from);
            // NaN is never below, so a proposal that left the numbers is refused.
            if (Math.log(step.fold(1).uniform(0)) < to.logJoint() - from.logJoint()) {
                theta = to.theta();
                slope = to.slope();
                taken += i < burnIn ? 0 : 1;
            }
            if (i >= burnIn && (i - burnIn) % every == every - 1) {
                kept.add(theta.clone());
            }
        }
        return new Chain(kept, taken / (double) Math.max(1, draws * every));
    }

    /** L steps of half a kick, a drift and half a kick; its own inverse when the momentum is turned. */
    @Equation(paper = "arXiv:1206.1901v1", number = "2.28")
    Phase leapfrog(LogDensity target, Phase from) {
        double[] theta = from.theta().clone();
        double[] momentum = from.momentum().clone();
        LogDensity.Slope slope = from.slope();
        for (int step = 0; step < leapfrogs; step++) {
            kick(momentum, slope, stepSize / 2);
            for (int d = 0; d < theta.length; d++) {
                theta[d] += stepSize * momentum[d];
            }
            slope = target.at(theta);
            kick(momentum, slope, stepSize / 2);
        }
        return new Phase(theta, momentum, slope);
    }

    private static void kick(double[] momentum, LogDensity.Slope slope, double time) {
        for (int d = 0; d < momentum.length; d++) {
            momentum[d] += time * slope.gradient()[d];
        }
    }
}
