package io.elbo4j.spark.ml;

import java.io.Serializable;
import java.util.function.Predicate;
import scala.Function1;
import scala.runtime.AbstractFunction1;

/** Conditions on Params that {@code ParamValidators} does not have. */
final class Validators {

    private Validators() {}

    /** A condition that Spark can send with its Param. */
    interface Condition<T> extends Predicate<T>, Serializable {}

    static <T> Function1<T, Object> of(Condition<T> condition) {
        return new Validator<>(condition);
    }

    private static final class Validator<T> extends AbstractFunction1<T, Object> implements Serializable {

        private static final long serialVersionUID = 1;

        private final Condition<T> condition;

        Validator(Condition<T> condition) {
            this.condition = condition;
        }

        @Override
        public Object apply(T value) {
            return condition.test(value);
        }
    }
}
