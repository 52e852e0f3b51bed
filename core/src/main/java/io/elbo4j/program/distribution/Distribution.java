package io.elbo4j.program.distribution;

import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;

/** A distribution over the numbers of a lane, as a value whose parameters are variables of a graph. */
public interface Distribution {

    /** Where its density is not 0. */
    Support support();

    /** What it can do: what it prefers, and score functions, where nothing else is said. */
    default Set<Strategy> strategies() {
        return Strategy.andScoreFunctions(preferred());
    }

    /** What it does when nothing is said: the strategy of least variance that costs no more lanes. */
    Strategy preferred();

    /** The log density of each lane, with all its constants, in nats; {@code [L]}. */
    SDVariable logDensity(Lanes lanes, SDVariable value);

    /**
     * One value for each lane, {@code [L, E]}. Where {@link #preferred} is pathwise, its derivative with respect to the
     * parameters is right, too.
     */
    SDVariable draw(Lanes lanes);

    /**
     * A value and its log density.
     *
     * @param value {@code [L, E]}
     * @param logDensity {@code [L]}, nats
     */
    record Drawn(SDVariable value, SDVariable logDensity) {}

    /** One value for each lane, with its log density: fewer operations where that is a function of the noise. */
    default Drawn drawn(Lanes lanes) {
        SDVariable value = draw(lanes);
        return new Drawn(value, logDensity(lanes, value));
    }

    /** A distribution over few values. */
    interface Enumerable extends Distribution {

        /** How many values there are. */
        int outcomes(Lanes lanes);

        /** The value with this number, {@code [E]}. */
        float[] outcome(Lanes lanes, int number);
    }

    /**
     * A distribution whose derivative is a difference of others (a weak derivative): ∂E[f(z)] = Σⱼ Σᵢ E[coefficientⱼ · (f(z with its number i from counterpart j) −
     * f(z))] ∂ parameterⱼᵢ. Where two counterparts have opposite coefficients, f(z) falls out.
     */
    interface MeasureValued extends Distribution {

        /**
         * What would take the place of each number.
         *
         * @param value {@code [L, E]}
         * @param coefficient {@code [L, E]} or broadcasting to it
         * @param parameter that has this derivative, {@code [L, E]} or broadcasting to it
         */
        record Counterpart(SDVariable value, SDVariable coefficient, SDVariable parameter) {}

        /** A value and its counterparts, made of the same noise, so that differences vary little. */
        record Coupled(SDVariable value, List<Counterpart> counterparts) {

            public Coupled {
                counterparts = List.copyOf(counterparts);
            }
        }

        /** One value for each lane, with its counterparts. */
        Coupled coupled(Lanes lanes);
    }

    /** A distribution over separate values with a mean that stands in for them. */
    interface Relaxed extends Distribution {

        /** Of the softmax that stands in for the largest: lower is less biased, and of more variance. */
        double TEMPERATURE = 0.5;

        /**
         * A value, and what it would be if the largest did not take all.
         *
         * @param value {@code [L, E]}
         * @param soft a differentiable function of parameters and the same noise, {@code [L, E]}
         */
        record Softened(SDVariable value, SDVariable soft) {}

        /** The mean, {@code [L, E]} or broadcasting to it. */
        SDVariable mean();

        /** A draw with its softmax at {@link #TEMPERATURE}. */
        Softened softened(Lanes lanes);
    }
}
