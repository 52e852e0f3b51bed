package io.elbo4j.program;

import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.Detached;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SDVariable;

/** Draws every value of a guide. */
final class Simulation implements Handler {

    private final Branches branches;
    private final boolean detached;
    private final Map<String, Draw> latents = new LinkedHashMap<>();
    private final List<Draw> draws = new ArrayList<>();
    private final List<Term> terms = new ArrayList<>();
    private final Map<String, List<Distribution.MeasureValued.Counterpart>> counterparts = new HashMap<>();
    private Branches found = Branches.NONE;

    /** With the branches that a first run found. */
    Simulation(Branches branches) {
        this(branches, false);
    }

    private Simulation(Branches branches, boolean detached) {
        this.branches = branches;
        this.detached = detached;
    }

    /** One whose draws are plain numbers, whatever their strategies: no derivative passes, and nothing needs branches. */
    static Simulation detached() {
        return new Simulation(Branches.NONE, true);
    }

    /** Values that count, by address. */
    Map<String, Draw> latents() {
        return latents;
    }

    /** All that was drawn, with what marginals sum out. */
    List<Draw> draws() {
        return draws;
    }

    /** Log densities of the guide. */
    List<Term> terms() {
        return terms;
    }

    /** What branches this run would have needed. */
    Branches found() {
        return found;
    }

    @Override
    public SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy) {
        Draw draw = draw(at, address, distribution, strategy);
        latents.put(address, draw);
        terms.add(new Term(
                Term.Kind.GUIDE, address, draw.logDensity(), draw.shape(), draw.value(), distribution.support()));
        return draw.value();
    }

    /** A draw that is not a latent of the guide by itself. */
    Draw draw(GraphTrace at, String address, Distribution distribution, Strategy wanted) {
        GraphLanes lanes = at.lanes();
        Strategy strategy = detached ? Strategy.SCORE_FUNCTION : wanted;
        Distribution.Drawn drawn = switch (strategy) {
            case REPARAMETERISED, IMPLICIT -> distribution.drawn(lanes);
            case STRAIGHT_THROUGH ->
                at(lanes, distribution, straightThrough(lanes, (Distribution.Relaxed) distribution));
            case GUMBEL_SOFTMAX -> at(lanes, distribution, softened(lanes, (Distribution.Relaxed) distribution));
            case ENUMERATION ->
                at(lanes, distribution, enumerated(lanes, address, (Distribution.Enumerable) distribution));
            case MEASURE_VALUED ->
                at(lanes, distribution, withCounterparts(lanes, address, (Distribution.MeasureValued) distribution));
            case SCORE_FUNCTION, SCORE_FUNCTION_LEAVE_ONE_OUT, SCORE_FUNCTION_RUNNING_MEAN ->
                at(lanes, distribution, Detached.of(distribution.draw(lanes)));
        };
        Draw draw = new Draw(
                address,
                distribution,
                strategy,
                drawn.value(),
                drawn.logDensity(),
                lanes.shape(),
                branches.share(address),
                counterparts.getOrDefault(address, List.of()));
        draws.add(draw);
        return draw;
    }

    private static Distribution.Drawn at(GraphLanes lanes, Distribution distribution, SDVariable value) {
        return new Distribution.Drawn(value, distribution.logDensity(lanes, value));
    }

    private static SDVariable straightThrough(GraphLanes lanes, Distribution.Relaxed distribution) {
        SDVariable drawn = distribution.draw(lanes);
        return Detached.carrying(drawn, lanes.constant(1), distribution.mean());
    }

    private static SDVariable softened(GraphLanes lanes, Distribution.Relaxed distribution) {
        Distribution.Relaxed.Softened softened = distribution.softened(lanes);
        return Detached.carrying(softened.value(), lanes.constant(1), softened.soft());
    }

    private SDVariable enumerated(GraphLanes lanes, String address, Distribution.Enumerable distribution) {
        found = found.with(address, 0, distribution.outcomes(lanes));
        Branches.Share share = branches.share(address);
        LaneShape shape = lanes.shape();
        int event = distribution.outcome(lanes, 0).length;
        float[] values = new float[shape.lanes() * event];
        for (int lane = 0; lane < shape.lanes(); lane++) {
            int combination = lane / shape.members() % shape.combinations();
            System.arraycopy(distribution.outcome(lanes, share.outcome(combination)), 0, values, lane * event, event);
        }
        return lanes.graph().constant(values, shape.lanes(), event);
    }

    /** The value drawn, but in the family of each counterpart's number that number. */
    private SDVariable withCounterparts(GraphLanes lanes, String address, Distribution.MeasureValued distribution) {
        Distribution.MeasureValued.Coupled coupled = distribution.coupled(lanes);
        SDVariable drawn = Detached.of(coupled.value());
        int event = GraphLanes.size(lanes.event(drawn));
        found = found.with(address, event * coupled.counterparts().size(), 1);
        Branches.Share share = branches.share(address);
        if (share.families() == 0) {
            return drawn;
        }
        counterparts.put(address, coupled.counterparts());
        SDVariable value = drawn;
        int first = share.first();
        for (Distribution.MeasureValued.Counterpart counterpart : coupled.counterparts()) {
            SDVariable difference = Detached.of(counterpart.value()).sub(drawn);
            value = value.add(ownFamilies(lanes, first, event).mul(difference));
            first += event;
        }
        return value;
    }

    /** 1 for number i in the family first + i, 0 elsewhere; {@code [L, E]}. */
    private static SDVariable ownFamilies(GraphLanes lanes, int first, int event) {
        LaneShape shape = lanes.shape();
        float[] mask = new float[shape.lanes() * event];
        for (int lane = 0; lane < shape.lanes(); lane++) {
            int number = lane / shape.members() / shape.combinations() % shape.families() - first;
            if (number >= 0 && number < event) {
                mask[lane * event + number] = 1;
            }
        }
        return lanes.graph().constant(mask, shape.lanes(), event);
    }

    @Override
    public void observe(GraphTrace at, String address, Distribution distribution, SDVariable value) {
        throw notInAGuide("observe", address);
    }

    @Override
    public void score(GraphTrace at, String address, SDVariable logFactor) {
        throw notInAGuide("score", address);
    }

    private static IllegalArgumentException notInAGuide(String what, String address) {
        return new IllegalArgumentException(
                "guide: only sample() belongs here: call=" + what + " address=" + address + "; condition the model");
    }

    @Override
    public void marginal(GraphTrace at, Marginal marginal) {
        if (detached) {
            throw new IllegalArgumentException("program: no forward divergence of a marginal: kept=" + marginal.kept()
                    + "; its density is an estimate whose draws would have to be differentiated, take the ELBO");
        }
        MarginalRun run = MarginalRun.simulated(this, at, marginal);
        latents.putAll(run.kept());
        terms.add(new Term(
                Term.Kind.GUIDE,
                "marginal of " + new TreeSet<>(marginal.kept()),
                run.logDensity(),
                at.lanes().shape(),
                null,
                null));
    }
}
