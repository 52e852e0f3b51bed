package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One of C classes; the value has a 1 at its place and zeros elsewhere, {@code [L, C]}.
 *
 * @param logits of the classes, {@code [L, C]} or {@code [1, C]}, up to a constant
 */
public record Categorical(SDVariable logits) implements Distribution.Enumerable, Distribution.Relaxed {

    @Override
    public Support support() {
        return Support.ONE_HOT;
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(Strategy.ENUMERATION, Strategy.STRAIGHT_THROUGH, Strategy.GUMBEL_SOFTMAX);
    }

    @Override
    public Strategy preferred() {
        return Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(value.mul(logProbabilities()));
    }

    SDVariable logProbabilities() {
        return logits.sub(SpecialFunctions.logSumExp(logits));
    }

    /** The largest of the logits with Gumbel noise. */
    @Override
    public SDVariable draw(Lanes lanes) {
        return largest(perturbed(lanes), lanes);
    }

    @Override
    public Softened softened(Lanes lanes) {
        SDVariable perturbed = perturbed(lanes);
        SDVariable scaled = perturbed.mul(1 / TEMPERATURE);
        SDVariable soft = logits.getSameDiff().math().exp(scaled.sub(SpecialFunctions.logSumExp(scaled)));
        return new Softened(largest(perturbed, lanes), soft);
    }

    /** Logits with noise −ln(−ln u), {@code [L, C]}. */
    private SDVariable perturbed(Lanes lanes) {
        var math = logits.getSameDiff().math();
        SDVariable gumbel =
                math.log(math.log(lanes.uniforms(lanes.event(logits))).neg()).neg();
        return logits.add(gumbel);
    }

    private SDVariable largest(SDVariable perturbed, Lanes lanes) {
        return logits.getSameDiff().oneHot(perturbed.argmax(1), outcomes(lanes)).castTo(DataType.FLOAT);
    }

    @Override
    public int outcomes(Lanes lanes) {
        return lanes.event(logits)[0];
    }

    @Override
    public float[] outcome(Lanes lanes, int number) {
        float[] oneHot = new float[outcomes(lanes)];
        oneHot[number] = 1;
        return oneHot;
    }

    @Override
    public SDVariable mean() {
        return logits.getSameDiff().math().exp(logProbabilities());
    }
}
