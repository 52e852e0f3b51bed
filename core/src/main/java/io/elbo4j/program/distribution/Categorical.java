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
        return Strategy.andScoreFunctions(Strategy.ENUMERATION, Strategy.STRAIGHT_THROUGH);
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

    /** The largest of the logits with Gumbel noise −ln(−ln u). */
    @Override
    public SDVariable draw(Lanes lanes) {
        int[] event = lanes.event(logits);
        var math = logits.getSameDiff().math();
        SDVariable gumbel = math.log(math.log(lanes.uniforms(event)).neg()).neg();
        return logits.getSameDiff()
                .oneHot(logits.add(gumbel).argmax(1), event[0])
                .castTo(DataType.FLOAT);
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
