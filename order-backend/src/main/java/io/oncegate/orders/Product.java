package io.oncegate.orders;

/**
 * Something to order.
 *
 * @param prodCode its code, case-sensitive
 * @param name its name in English
 * @param nameZh its name in Chinese
 */
public record Product(String prodCode, String name, String nameZh) {}
