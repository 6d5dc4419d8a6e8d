package io.oncegate.core;

/**
 * What a route says of its entries that an operator has to keep to.
 *
 * @param keptHeaders which headers of an answer may be kept
 * @param mostBody the longest body that may be kept, in bytes
 * @param lifetimes how long entries last
 * @param upstreamDeduplicates whether the upstream enforces the key itself
 */
public record RouteTerms(KeptHeaders keptHeaders, int mostBody, Lifetimes lifetimes, boolean upstreamDeduplicates) {}
