package io.elbo4j.program.distribution;

import io.elbo4j.paper.Equation;
import io.elbo4j.samediff.SpecialFunctions;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** Independent normal numbers: a normal distribution with a diagonal covariance. */
public record Normal(SDVariable mean, SDVariable logSd) implements Distribution.MeasureValued {

    /** By its standard deviation. */
    public static Normal ofSd(SDVariable mean, SDVariable sd) {
        return new Normal(mean, sd.getSameDiff().math().log(sd));
    }

    @Override
    public Support support() {
        return Support.REAL;
    }

    @Override
    public Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(Strategy.REPARAMETERISED, Strategy.MEASURE_VALUED);
    }

    @Override
    public Strategy preferred() {
        return Strategy.REPARAMETERISED;
    }

    @Override
    public SDVariable logDensity(Lanes lanes, SDVariable value) {
        return lanes.sum(elements(value));
    }

    @Override
    public SDVariable draw(Lanes lanes) {
        return moved(lanes.gaussians(lanes.event(mean, logSd)));
    }

    /** The density in terms of the noise ε: −ε²/2 − log sd − ln(2π)/2. */
    @Override
    public Drawn drawn(Lanes lanes) {
        int[] event = lanes.event(mean, logSd);
        SDVariable noise = lanes.gaussians(event);
        SDVariable elements = noise.mul(noise).mul(-0.5).sub(logSd).sub(SpecialFunctions.HALF_LOG_2PI);
        return new Drawn(moved(noise), lanes.sum(elements));
    }

    private SDVariable moved(SDVariable noise) {
        return noise.mul(logSd.getSameDiff().math().exp(logSd)).add(mean);
    }

    /**
     * With w of the Weibull distribution of shape 2 and scale √2, ∂E[f]/∂mean = E[f(mean + sd·w) − f(mean − sd·w)] / (sd √(2π)). With m of the double-sided Maxwell distribution and
     * u uniform, ∂E[f]/∂log sd = E[f(mean + sd·m) − f(mean + sd·m·u)]: m·u is standard normal, and the value drawn.
     */
    @Override
    @Equation(paper = "arXiv:1906.10652v2", number = "weak derivatives of a normal")
    public Coupled coupled(Lanes lanes) {
        int[] event = lanes.event(mean, logSd);
        var math = logSd.getSameDiff().math();
        SDVariable sd = math.exp(logSd);
        SDVariable gaussian = lanes.gaussians(event);
        // Chi-squared of 2 degrees, the square of w; of 3 with one more normal, the square of m.
        SDVariable ofTwo = math.log(lanes.uniforms(event)).mul(-2);
        SDVariable weibull = math.sqrt(ofTwo).mul(sd);
        SDVariable maxwell = math.sqrt(SpecialFunctions.square(gaussian).add(ofTwo))
                .mul(math.sign(gaussian))
                .mul(sd);
        SDVariable slope = math.exp(logSd.neg()).mul(1 / Math.sqrt(2 * Math.PI));
        return new Coupled(
                maxwell.mul(lanes.uniforms(event)).add(mean),
                List.of(
                        new Counterpart(weibull.add(mean), slope, mean),
                        new Counterpart(weibull.neg().add(mean), slope.neg(), mean),
                        new Counterpart(maxwell.add(mean), lanes.constant(1), logSd)));
    }

    /** Log densities one by one. */
    SDVariable elements(SDVariable value) {
        SDVariable inverseSd = logSd.getSameDiff().math().exp(logSd.neg());
        SDVariable scaled = value.sub(mean).mul(inverseSd);
        return SpecialFunctions.square(scaled).mul(-0.5).sub(logSd).sub(SpecialFunctions.HALF_LOG_2PI);
    }
}
