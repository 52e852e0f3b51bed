package io.elbo4j.program;

import io.elbo4j.paper.Equation;
import io.elbo4j.program.distribution.Distribution;
import io.elbo4j.program.distribution.Strategy;
import io.elbo4j.samediff.Detached;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** Runs a model forwards, latents and rows, for the sleep phase. What it does not observe, such as inputs, is that of the minibatch. */
final class Dream implements Handler {

    private final Simulation latents = Simulation.detached();
    /** Dreamt features or targets, by what they stand for. */
    private final Map<String, SDVariable> rows = new LinkedHashMap<>();

    private Dream() {}

    /** log q of dreamt latents where the guide sees dreamt rows. Its derivative is that of −KL(model ‖ guide), latents and rows together. */
    @Equation(paper = "arXiv:1406.2751v4", number = "sleep phase")
    static List<Term> logGuide(Inference<?> inference, ModelAndGuide awake, GraphTrace.Rows rows) {
        Dream dream = new Dream();
        inference.model().run(GraphTrace.start(awake.graph(), awake.outermost(), rows, dream));
        if (dream.rows.isEmpty()) {
            throw new IllegalArgumentException("sleep phase: no row to dream of: objective=" + inference.objective()
                    + "; it is for models that observe features() or targets(), take sleep=0");
        }
        Scoring guide = new Scoring(dream.latents.latents(), "model", "guide");
        inference.guide().run(GraphTrace.start(awake.graph(), awake.outermost(), rows, guide, dream.rows));
        return guide.terms();
    }

    @Override
    public SDVariable sample(GraphTrace at, String address, Distribution distribution, Strategy strategy) {
        return latents.sample(at, address, distribution, strategy);
    }

    @Override
    public void observe(GraphTrace at, String address, Distribution distribution, SDVariable value) {
        boolean again = rows.put(value.name(), Detached.of(distribution.draw(at.lanes()))) != null;
        if (again || !at.isOfRows(value)) {
            throw new IllegalArgumentException("sleep phase: cannot dream: address=" + address
                    + "; a model observes features() and targets() as they are, each at one address; or take sleep=0");
        }
    }

    @Override
    public void score(GraphTrace at, String address, SDVariable logFactor) {
        throw new IllegalArgumentException("sleep phase: factors have no values: address=" + address
                + "; a model that dreams samples and observes only, or take sleep=0");
    }

    @Override
    public void marginal(GraphTrace at, Marginal marginal) {
        throw new IllegalArgumentException("sleep phase: a marginal is a guide: kept=" + marginal.kept()
                + "; a model samples its auxiliary values");
    }
}
