package io.oncegate.orders;

/**
 * What a caller wants to order, well-formed, before anything is known of earlier orders.
 *
 * @param userId who orders, as the gateway says
 * @param key the caller's name for this attempt
 * @param prodCode the product's code
 * @param amount the price to pay
 * @param confirmed whether a person has said that a repetition is meant; no part of the content that a key stands for
 */
public record OrderDraft(String userId, DedupKey key, String prodCode, Amount amount, boolean confirmed) {}
