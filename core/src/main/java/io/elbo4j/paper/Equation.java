package io.elbo4j.paper;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Sits on the method that computes an equation. */
@Documented
@Repeatable(Equations.class)
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.CONSTRUCTOR})
public @interface Equation {

    /** For example {@code arXiv:2402.17641v2}. */
    String paper();

    /** As the paper numbers it, for example {@code 7} or {@code Algorithm 1}. */
    String number();
}
