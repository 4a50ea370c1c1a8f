/// Family names, put together as the given ones are (``NameListGiven``).
enum NameListFamily {
    static let text = """
        u 8 Шевченко | Shevchenko Schewtschenko Shevtchenko Chevtchenko Ševčenko Schevchenko
        u 7 Коваленко | Kovalenko Kowalenko Covalenco
        u 7 Бондаренко | Bondarenko Bondarenco Bondarienko
        u 6 Ткаченко | Tkachenko Tkatschenko Tkatchenko Tkaczenko
        u 6 Кравчук | Kravchuk Krawtschuk Kravtchouk Krawczuk
        u 6 Мельник | Melnyk Melnik Melnick Mel'nyk
        u 5 Гончаренко | Honcharenko Gontscharenko Goncharenko Hontscharenko
        u 5 Лисенко | Lysenko Lisenko Lyssenko Lysenco
        u 5 Петренко | Petrenko Petrenco Petrienko
        u 5 Поліщук | Polishchuk Polischtschuk Polishuk Polichtchouk Poliščuk
        u 5 Савчук | Savchuk Sawtschuk Savtchouk Savčuk
        u 4 Захарченко | Zakharchenko Sachartschenko Zaharchenko Zakhartchenko
        u 4 Хоменко | Khomenko Chomenko Homenko Khomienko
        u 4 Яковенко | Yakovenko Jakowenko Iakovenko Jakovenko
        u 4 Жук | Zhuk Schuk Žuk Jouk
        u 4 Гуменюк | Humeniuk Gumenjuk Humenyuk Goumeniouk
        u 4 Щербак | Shcherbak Schtscherbak Scherbak Chtcherbak
        u 4 Литвиненко | Lytvynenko Litwinenko Litvinenko Lytwynenko
        u 3 Цимбалюк | Tsymbaliuk Zymbaljuk Tsymbalyuk Cymbaliuk
        u 3 Дзюба | Dziuba Dsjuba Dzyuba Dzjuba
        u 3 Юрченко | Yurchenko Jurtschenko Iurchenko Yurtchenko
        u 3 Ємельянов | Yemelianov Jemeljanow Emelianov Yemelyanov
        u 3 Кучеренко | Kucherenko Kutscherenko Koutcherenko
        u 3 Вовк | Vovk Wowk Vowk
        u 3 Чорний | Chornyi Tschornyj Chorny Tchorny Czornyj
        u 2 Білоус | Bilous Bilouss Bilus
        u 2 Гайдамака | Haidamaka Gajdamaka Haydamaka Gaidamaka
        u 2 Їжакевич | Yizhakevych Jischakewytsch Izhakevich Yijakevitch
        u 2 Журавель | Zhuravel Schurawel Juravel Zhuravell
        u 2 Зінченко | Zinchenko Sintschenko Zintchenko
        r 5 Иванов | Ivanov Iwanow Ivanoff Ivanow
        r 4 Кузнецов | Kuznetsov Kusnezow Kouznetsov Kuznecov
        r 4 Соловьёв | Soloviev Solowjow Solovyov Soloviov
        r 3 Воробьёв | Vorobiev Worobjow Vorobyov
        r 3 Цветкова | Tsvetkova Zwetkowa Cvetkova Tsvetkowa
        r 3 Шульц | Schulz Shults Schultz
        r 3 Хасанов | Khasanov Chassanow Hasanov Khassanov
        r 3 Дудаев | Dudaev Dudajew Dudayev Doudaev
        r 2 Гайрбеков | Gairbekov Gajrbekow Gayrbekov
        r 2 Щукин | Shchukin Schtschukin Chtchoukine Schukin
        r 2 Жданов | Zhdanov Schdanow Jdanov
        r 2 Эльмурзаев | Elmurzaev Elmursajew Elmurzayev
        a 8 الأحمد | Al-Ahmad Alahmad Al_Ahmad Al_Ahmed Alahmed El_Ahmad
        a 8 حسن | Hassan Hasan Hassane
        a 7 الحسين | Al-Hussein Alhussein Al_Hussain Al_Husain El_Hussein
        a 7 خليل | Khalil Chalil Halil Khaleel
        a 7 حمود | Hammoud Hamoud Hamud Hammud
        a 6 العلي | Al-Ali Alali Al_Ali El_Ali
        a 6 شيخ | Sheikh Scheich Cheikh Shekh Shaikh
        a 6 درويش | Darwish Darwisch Darwich Derwish
        a 6 عثمان | Othman Osman Uthman Outhman
        a 6 جاسم | Jasim Dschasim Jassem Jasem Gasim
        a 5 الخطيب | Al-Khatib Alkhatib El_Khatib Al_Chatib Al_Khateeb
        a 5 قباني | Qabbani Kabbani Kabani Qabani
        a 5 صالح | Saleh Salih Salah
        a 5 حداد | Haddad Hadad Hadded
        a 5 يونس | Younes Yunis Jounes Younis Yunus
        a 5 الشامي | Al-Shami Ash-Shami Alshami Al_Schami El_Chami
        a 4 زيدان | Zidan Zeidan Zaydan Zaidan Zidane
        a 4 غانم | Ghanem Ganem Ghanim Ghaneem
        a 4 طحان | Tahhan Tahan Tachan
        a 4 العبيدي | Al-Obeidi Al_Obaidi Alobaidi Al_Ubaidi
        a 4 مراد | Mourad Murad Mrad Morad
        a 4 خوري | Khoury Khouri Churi Houri Khuri
        a 4 بوشارب | Bouchareb Bouschareb Busharib Bouchareb
        a 4 بن يحيى | Ben_Yahia Benyahia Ben_Yahya Bin_Yahya
        a 4 الطويل | Al-Tawil Altaweel Al_Taouil Attawil
        a 3 ناصيف | Nassif Nasif Naseef
        a 3 عويس | Owais Oweis Awis Uwais
        a 3 ذياب | Diab Dhiab Thiab Dyab
        a 3 ضاهر | Daher Dhaher Dahir
        a 3 هواري | Houari Hawari Haouari Huwari
        a 3 وهبة | Wahba Wehbe Wahbeh Ouahba
        a 3 القاضي | Al-Qadi Alkadi El_Kadi Al_Qadhi
        a 2 مجذوب | Majzoub Madschsub Majdhoub Medjdoub
        a 2 تويجري | Tuwaijri Tuwayjri Touijri
        a 2 شرف الدين | Sharafeddin Charafeddine Scharaf_al-Din Sharaf_Eddin
        a 2 عيسى | Issa Isa Eissa Aissa
        a 2 جرجس | Girgis Jirjis Gerges Guirguis
        p 8 حسینی | Hosseini Hussaini Husseini Hosaini Hoseini
        p 8 احمدی | Ahmadi Ahmady Ahmedi Achmadi
        p 7 رحیمی | Rahimi Rahimy Raheemi Rachimi
        p 7 کریمی | Karimi Karimy Kareemi Kerimi
        p 6 محمدی | Mohammadi Muhammadi Mohamadi Mohammady
        p 6 نوروزی | Norouzi Nowrozi Nauruzi Noruzi Nowruzi
        p 6 یعقوبی | Yaqubi Yaghoubi Jakubi Yaqoobi Yakubi
        p 5 قاسمی | Ghasemi Qasimi Kasimi Qasemi
        p 5 شریفی | Sharifi Scharifi Charifi Sharify
        p 5 جعفری | Jafari Dschafari Djafari Jaafari
        p 5 غفوری | Ghafouri Ghafoori Gafuri Ghafuri
        p 4 میرزایی | Mirzaei Mirzai Mirsaei Mirzaie
        p 4 خاوری | Khavari Khawari Chavari Chawari
        p 4 پناهی | Panahi Panahy Panaahi
        p 4 ابراهیم زاده | Ebrahimzadeh Ebrahimzade Ibrahim_Zada Ebrahim_Zadeh
        p 4 صدیقی | Sediqi Seddiqi Siddiqi Sediqy Sadiqi
        p 3 ژوبین | Zhubin Joubin Schubin Zhoubin
        p 3 چرخی | Charkhi Tscharchi Tcharkhi Charkhy
        p 3 ظاهری | Zaheri Sahiri Zahiri Zahery
        p 2 مجددی | Mojaddedi Mujadidi Mudschaddidi Mojadidi
        t 7 ገብረ | Gebre Ghebre Gebreh
        t 7 ተኽለ | Tekle Tekhle Teklè
        t 6 ገብረእግዚኣብሄር | Gebreegziabher Gebregziabher Ghebregziabiher Gebre_Egziabher
        t 6 ወልደሚካኤል | Weldemichael Woldemikael Weldemikael Welde_Michael
        t 6 ሃብቶም | Habtom Habtome Habthom
        t 6 በራኺ | Beraki Beracki Berakhi Beraky
        t 5 ሓጎስ | Hagos Haghos Hagoss
        t 5 ኣረጋይ | Aregay Aregai Araghai Aregaye
        t 5 ዘርኣይ | Zeray Zerai Zerae Seray
        t 5 ሃይለስላሰ | Haileselassie Haile_Selassie Hayleslasie Haileslassie
        t 4 ኪፍለ | Kifle Kiflai Kyfle
        t 4 ንጉሰ | Nguse Neguse Nigusse Negusse
        t 4 ክብሮም | Kibrom Kbrom Kebrom
        t 4 ሰመረ | Semere Samare Semereh
        t 4 ጎይትኦም | Goitom Goytom Ghoitom Goyteom
        t 4 ዑቕባይ | Okbay Uqbay Okbai Ogbay
        t 3 ፍስሃ | Fisseha Fessehaye Fissha Fesseha
        t 3 ጸጋዝኣብ | Tsegazeab Tsegezab Zegazeab Tsegazab
        t 3 መብራህቱ | Mebrahtu Mebrahtou Mebratu Mebrhatu
        t 2 ጭሩም | Chirum Tschirum Chrum Tchiroum
        k 8 Yılmaz | Yılmaz Yilmaz Jilmas Yilmas
        k 7 Şahin | Şahin Sahin Schahin Shahin
        k 7 Çelik | Çelik Celik Tschelik
        k 7 Öztürk | Öztürk Ozturk Oeztuerk Östürk
        k 6 Erdoğan | Erdoğan Erdogan Erdoghan
        k 6 Yıldırım | Yıldırım Yildirim Jildirim
        k 5 Doğan | Doğan Dogan Doghan
        k 5 Kılıç | Kılıç Kilic Kilitsch Kılıc
        k 5 Aydın | Aydın Aydin Aidin Ajdin
        k 5 Çakır | Çakır Cakir Çakir Tschakir
        k 4 Güneş | Güneş Günes Gunes Guenesch
        k 4 Bozkurt | Bozkurt Boskurt Bozkourt
        k 4 Karaoğlu | Karaoğlu Karaoglu Karaoghlu Karaoglou
        k 4 Aslan | Aslan Arslan Aslann
        k 4 Coşkun | Coşkun Coskun Dschoschkun Joshkun
        k 3 Özgür | Özgür Ozgur Oezguer
        k 3 Işık | Işık Isik Ischik
        k 3 Xelîl | Xelîl Xelil Khelil Chelil
        v 9 Nguyễn | Nguyễn Nguyen Nguyên Ngyuen
        v 8 Trần | Trần Tran Trân
        v 7 Lê | Lê Le Lé
        v 7 Phạm | Phạm Pham Fam
        v 6 Hoàng | Hoàng Hoang Huỳnh
        v 6 Đặng | Đặng Dang Đăng
        v 5 Vũ | Vũ Vu Vuh
        v 5 Bùi | Bùi Bui Buy
        v 5 Đỗ | Đỗ Do Đo
        v 5 Dương | Dương Duong Düong
        v 4 Lý | Lý Ly Li
        v 4 Trịnh | Trịnh Trinh Trinch
        v 4 Đinh | Đinh Dinh Ðinh
        v 3 Quách | Quách Quach Kwach
        v 3 Lương | Lương Luong Lüong
        """
}
