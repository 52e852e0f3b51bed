/**
 * The noisy cone: two numbers of which only the squared distance from 0 is seen, so that their posterior is a ring. A normal guide lies on one side of it; a
 * guide with an auxiliary angle covers all of it, but its density is an integral.
 *
 * <p>Alexander Lew, McCoy Becker, Xiaoyan Wang, Vikash Mansinghka and others, "Probabilistic programming with programmable variational inference", PLDI
 * 2024, and the public code of its table of objective values.
 *
 * <table>
 * <caption>Notation</caption>
 * <tr><th>paper</th><th>code</th><th>shape, unit</th></tr>
 * <tr><td>x, y</td><td>{@code x}, {@code y}</td><td>{@code [L, 1]}</td></tr>
 * <tr><td>z</td><td>{@code ConeModel.OBSERVED}</td><td>squared distance, 5</td></tr>
 * <tr><td>u</td><td>{@code turn}</td><td>{@code [L, 1]}, in (0, 1)</td></tr>
 * <tr><td>φ</td><td>{@code x.mean}, {@code x.logSd} ...</td><td>{@code [1, 1]}</td></tr>
 * </table>
 *
 * <table>
 * <caption>Equations</caption>
 * <tr><th>what</th><th>where</th></tr>
 * <tr><td>PLDI 2024, noisy cone</td><td>{@code ConeModel.run}</td></tr>
 * <tr><td>PLDI 2024, normal guide</td><td>{@code NormalGuide.run}</td></tr>
 * <tr><td>PLDI 2024, ring guide</td><td>{@code RingGuide.run}</td></tr>
 * </table>
 *
 * <p><b>Departures.</b> None known.
 *
 * <p><b>Reproduced.</b> {@code bench/cone.sh}; see {@code docs/results.md}.
 */
@NullMarked
package io.elbo4j.models.cone;

import org.jspecify.annotations.NullMarked;
