insert into product (prod_code, name, name_zh) values
    ('SKU-1', 'Coffee beans, 1 kg', '咖啡豆 1 公斤'),
    ('SKU-2', 'Green tea, 250 g', '绿茶 250 克'),
    ('SKU-3', 'Desk lamp', '台灯'),
    ('SKU-4', 'Mechanical keyboard', '机械键盘'),
    ('SKU-5', 'Rain jacket', '防雨夹克'),
    ('SKU-6', 'Cast-iron pan', '铸铁锅');
