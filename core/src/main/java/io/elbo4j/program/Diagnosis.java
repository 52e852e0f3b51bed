package io.elbo4j.program;

import io.elbo4j.program.distribution.Support;
import io.elbo4j.samediff.HostArrays;
import io.elbo4j.samediff.RepeatedPass;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Finds the first address at which numbers went wrong. It costs passes of its own, so it is asked on a graph's first step, and when an objective
 * is not finite.
 *
 * @param program whose terms are looked at in order
 */
record Diagnosis(CompiledProgram program) {

    /**
     * Looks at every term.
     *
     * @throws NotFiniteException naming the address
     */
    void run(Map<String, INDArray> inputs, float objective) {
        for (Term term : program.terms()) {
            float @Nullable [] values = term.value() == null ? null : numbers(term.value(), inputs);
            if (values != null && term.support() != null) {
                requireSupport(term, term.support(), values);
            }
            for (float logDensity : numbers(term.logDensity(), inputs)) {
                if (!Float.isFinite(logDensity)) {
                    throw new NotFiniteException("program: log density is not finite: address=" + term.address()
                            + " logDensity=" + logDensity + "; it is the first one that is not");
                }
            }
        }
        if (!Float.isFinite(objective)) {
            throw new NotFiniteException("program: objective is not finite: objective=" + objective
                    + "; every term is, so they are too large to be added");
        }
    }

    private void requireSupport(Term term, Support support, float[] values) {
        long[] shape = program.graph().shape(requireValue(term));
        int lanes = Math.toIntExact(shape[0]);
        int event = values.length / lanes;
        for (int lane = 0; lane < lanes; lane++) {
            int outside = support.firstOutside(values, lane * event, (lane + 1) * event);
            if (outside < 0) {
                continue;
            }
            if (Float.isNaN(values[outside])) {
                throw new NotFiniteException("program: value is not a number: address=" + term.address()
                        + " value=NaN; it is the first one; look at the parameters of its distribution");
            }
            throw new NotFiniteException("program: support mismatch: address=" + term.address() + " value="
                    + values[outside] + " logDensity=-Infinity; the distribution there is over what is "
                    + support.words());
        }
    }

    private static SDVariable requireValue(Term term) {
        SDVariable value = term.value();
        if (value == null) {
            throw new IllegalStateException(
                    "program: term has no value: address=" + term.address() + "; factors have none");
        }
        return value;
    }

    private float[] numbers(SDVariable variable, Map<String, INDArray> inputs) {
        String name = variable.name();
        return inputs.containsKey(name)
                ? HostArrays.numbers(inputs, name)
                : RepeatedPass.numbers(program.graph().sameDiff(), name, inputs);
    }
}
