package io.elbo4j.program.distribution;

import io.elbo4j.samediff.SpecialFunctions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Independent numbers that are 0 or 1.
 *
 * @param logit ln p − ln(1 − p), with p the probability of 1
 */
public record Bernoulli(SDVariable logit)
        implements Distribution.Enumerable, Distribution.MeasureValued, Distribution.Relaxed {

    /** Above this many, 2ᴱ values are too many to enumerate. */
    private static final int ENUMERABLE = 12;

    /** By its probability. */
    public static Bernoulli ofProbability(SDVariable probability) {
        var math = probability.getSameDiff().math();
        return new Bernoulli(math.log(probability).sub(math.log1p(probability.neg())));
    }

    @Override
    public Support support() {
        return Support.BINARY;
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(
                Strategy.ENUMERATION, Strategy.MEASURE_VALUED, Strategy.STRAIGHT_THROUGH, Strategy.GUMBEL_SOFTMAX);
    }

    @Override
    public Strategy preferred() {
        return Strategy.SCORE_FUNCTION_LEAVE_ONE_OUT;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(value.mul(logit).sub(SpecialFunctions.softplus(logit)));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return lanes.uniforms(lanes.event(logit)).lt(mean()).castTo(DataType.FLOAT);
    }

    @Override
    public int outcomes(Lanes lanes) {
        int numbers = Arrays.stream(lanes.event(logit)).reduce(1, (a, b) -> a * b);
        if (numbers > ENUMERABLE) {
            throw new IllegalArgumentException("enumeration: too many values: distribution=Bernoulli numbers=" + numbers
                    + " most=" + ENUMERABLE + "; use MEASURE_VALUED, a score function, or several addresses");
        }
        return 1 << numbers;
    }

    @Override
    public float[] outcome(Lanes lanes, int number) {
        float[] bits = new float[Integer.numberOfTrailingZeros(outcomes(lanes))];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = number >> i & 1;
        }
        return bits;
    }

    @Override
    public SDVariable mean() {
        return logit.getSameDiff().nn().sigmoid(logit);
    }

    /** u is below p where logit − ln u + ln(1 − u) is above 0. */
    @Override
    public Softened softened(Lanes lanes) {
        SDVariable uniforms = lanes.uniforms(lanes.event(logit));
        var math = logit.getSameDiff().math();
        SDVariable above = logit.sub(math.log(uniforms)).add(math.log1p(uniforms.neg()));
        SDVariable soft = logit.getSameDiff().nn().sigmoid(above.mul(1 / TEMPERATURE));
        return new Softened(above.gt(0).castTo(DataType.FLOAT), soft);
    }

    /** With b drawn, f(1) − f(0) is (f(1 − b) − f(b)) · (1 − 2b). */
    @Override
    public Coupled coupled(Lanes lanes) {
        SDVariable value = draw(lanes);
        return new Coupled(
                value, List.of(new Counterpart(value.rsub(1), value.mul(-2).add(1), mean())));
    }
}
