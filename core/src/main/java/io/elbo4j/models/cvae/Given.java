package io.elbo4j.models.cvae;

import io.elbo4j.program.Trace;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;

/** The two parts of a row's inputs. */
final class Given {

    private Given() {}

    /** {@code [L, pixels]}. */
    static SDVariable pixels(Trace row, CvaeSpec spec) {
        return row.features().get(SDIndex.all(), SDIndex.interval(0, spec.pixels()));
    }

    /** {@code [L, attributes]}. */
    static SDVariable attributes(Trace row, CvaeSpec spec) {
        return row.features().get(SDIndex.all(), SDIndex.interval(spec.pixels(), spec.pixels() + spec.attributes()));
    }
}
