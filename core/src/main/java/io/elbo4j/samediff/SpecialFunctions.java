package io.elbo4j.samediff;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Functions in operations that SameDiff differentiates rightly, and fast. Gamma functions move x to x + 6 by their recurrence and use
 * Stirling's series there: lgamma to 2e-9 and digamma to 3e-9 in exact arithmetic, so that rounding rules in single precision.
 */
public final class SpecialFunctions {

    private static final int SHIFT = 6;
    /** ½ ln 2π. */
    public static final double HALF_LOG_2PI = 0.5 * Math.log(2 * Math.PI);

    private SpecialFunctions() {}

    /** ln Γ(x) = ln Γ(x + 6) − ln x(x + 1) ... (x + 5), for x above 0. */
    public static SDVariable lgamma(SDVariable x) {
        SameDiff graph = x.getSameDiff();
        SDVariable z = x.add(SHIFT);
        SDVariable inverse = z.rdiv(1);
        SDVariable square = square(inverse);
        // 1/12z − 1/360z³ + 1/1260z⁵
        SDVariable series =
                square.mul(1.0 / 1260).add(-1.0 / 360).mul(square).add(1.0 / 12).mul(inverse);
        SDVariable stirling =
                z.sub(0.5).mul(graph.math().log(z)).sub(z).add(HALF_LOG_2PI).add(series);
        // Two factors, because six would overflow single precision from 10⁶ on.
        SDVariable low = x.mul(x.add(1)).mul(x.add(2));
        SDVariable high = x.add(3).mul(x.add(4)).mul(x.add(5));
        return stirling.sub(graph.math().log(low)).sub(graph.math().log(high));
    }

    /** ψ(x) = ψ(x + 6) − Σ 1/(x + k), k below 6, for x above 0. */
    public static SDVariable digamma(SDVariable x) {
        SDVariable z = x.add(SHIFT);
        SDVariable inverse = z.rdiv(1);
        SDVariable square = square(inverse);
        // −1/2z − 1/12z² + 1/120z⁴ − 1/252z⁶
        SDVariable series = square.mul(-1.0 / 252)
                .add(1.0 / 120)
                .mul(square)
                .add(-1.0 / 12)
                .mul(square)
                .sub(inverse.mul(0.5));
        SDVariable sum = x.getSameDiff().math().log(z).add(series);
        for (int k = 0; k < SHIFT; k++) {
            sum = sum.sub(x.add(k).rdiv(1));
        }
        return sum;
    }

    /** x². ND4J's own takes its gradient by a power, twenty times slower than a product. */
    public static SDVariable square(SDVariable x) {
        return x.mul(x);
    }

    /** max(x, 0), with gradient 0 at 0. ND4J's own spends six times as long on the gradient. */
    public static SDVariable relu(SDVariable x) {
        return x.mul(x.gt(0).castTo(x.dataType()));
    }

    /** ln(1 + eˣ) = r + ln(1 + e^(x − 2r)) with r = max(x, 0): no exponent is positive. ND4J's own overflows from 89 on. */
    public static SDVariable softplus(SDVariable x) {
        SameDiff graph = x.getSameDiff();
        SDVariable positive = relu(x);
        return positive.add(graph.math().log1p(graph.math().exp(x.sub(positive.mul(2)))));
    }

    /** ln Σ eˣ over the last dimension, which is kept; {@code [L, C]} to {@code [L, 1]}. The largest entry is taken out first. */
    public static SDVariable logSumExp(SDVariable x) {
        SameDiff graph = x.getSameDiff();
        SDVariable largest = Detached.of(x.max(true, 1));
        return graph.math().log(graph.math().exp(x.sub(largest)).sum(true, 1)).add(largest);
    }
}
