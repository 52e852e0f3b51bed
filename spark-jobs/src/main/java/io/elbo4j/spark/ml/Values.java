package io.elbo4j.spark.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;

/** Values of Params with the types that Scala's are without in Java. */
final class Values {

    private Values() {}

    /** Sets one, and returns the owner as the type that its interfaces say it has. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T, V> T set(Params owner, Param<V> param, V value) {
        return (T) owner.set(param, value);
    }

    static int whole(Params owner, Param<Object> param) {
        return (Integer) owner.getOrDefault(param);
    }

    static long number(Params owner, Param<Object> param) {
        return (Long) owner.getOrDefault(param);
    }

    static double real(Params owner, Param<Object> param) {
        return (Double) owner.getOrDefault(param);
    }

    static boolean flag(Params owner, Param<Object> param) {
        return (Boolean) owner.getOrDefault(param);
    }
}
