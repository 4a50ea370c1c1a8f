/// Given names as documents, offices and the people themselves write them, put together by hand and not from the
/// rules that are tested. A line: origin, how frequent (1 to 9), spellings in Latin letters, own script.
enum NameListGiven {
    static let text = """
        u 9 Олена | Olena Elena Jelena Helena Olèna
        u 9 Олександр | Oleksandr Alexander Aleksandr Olexandr Oleksander Alexandre
        u 8 Наталія | Nataliia Natalia Natalija Nataliya Natalja Nathalie
        u 8 Тетяна | Tetiana Tatiana Tetjana Tatjana Tetyana Tatyana
        u 8 Ірина | Iryna Irina Irena Iryna
        u 8 Сергій | Serhii Sergej Sergii Serhiy Sergey Serguei
        u 7 Андрій | Andrii Andriy Andrij Andrei Andrej Andrey
        u 7 Юлія | Yuliia Julia Yulia Julija Iuliia Youlia
        u 7 Світлана | Svitlana Switlana Svetlana Swetlana
        u 7 Володимир | Volodymyr Wolodymyr Vladimir Wladimir Volodimir
        u 6 Оксана | Oksana Oxana Oksanna
        u 6 Катерина | Kateryna Katerina Ekaterina Katharina Caterina
        u 6 Марія | Mariia Maria Marija Mariya Marie
        u 6 Дмитро | Dmytro Dmitri Dmitro Dmitrij Dmitry
        u 5 Микола | Mykola Mikola Nikolai Nikolaj Mykolai
        u 5 Вікторія | Viktoriia Victoria Viktoria Wiktorija Viktoriya
        u 5 Євген | Yevhen Evgen Jewhen Ievgen Yevgen Evhen
        u 5 Анастасія | Anastasiia Anastasia Anastasija Anastasiya
        u 5 Максим | Maksym Maxim Maksim Maxym
        u 4 Галина | Halyna Galina Halina Galyna
        u 4 Людмила | Liudmyla Ludmila Ljudmila Lyudmyla Ludmyla
        u 4 Ігор | Ihor Igor Igori
        u 4 Олег | Oleh Oleg Olech
        u 4 Юрій | Yurii Juri Yuriy Jurij Iurii Youri
        u 3 Ганна | Hanna Anna Ganna Hannah
        u 3 Любов | Liubov Lyubov Ljubow Lubov Lioubov
        u 3 Ярослав | Yaroslav Jaroslaw Iaroslav Yaroslaw
        u 3 Богдан | Bohdan Bogdan Bochdan
        u 3 Христина | Khrystyna Christina Hrystyna Kristina Krystyna Chrystyna
        u 2 Григорій | Hryhorii Grigori Hryhoriy Grygorii Grigorij Hryhorij
        r 6 Михаил | Mikhail Michail Mihail Michael Mikhaïl
        r 5 Алексей | Alexei Aleksej Alexey Aleksey Alexeï
        r 5 Екатерина | Ekaterina Jekaterina Yekaterina Ekatherina
        r 5 Татьяна | Tatiana Tatjana Tatyana Tatianna
        r 4 Людмила | Ludmila Ljudmila Lyudmila Lioudmila
        r 4 Павел | Pavel Pawel Pavel Paweł
        r 4 Евгения | Evgenia Jewgenija Evgeniya Yevgenia Eugenia
        r 3 Зинаида | Zinaida Sinaida Zinayda Zinaïda
        r 3 Жанна | Zhanna Schanna Janna Žanna
        r 3 Вячеслав | Viacheslav Wjatscheslaw Vyacheslav Vjačeslav Viatcheslav
        r 2 Аслан | Aslan Aslán Aslann
        r 2 Хеда | Kheda Heda Cheda Hedda
        a 9 محمد | Mohammed Muhammad Mohamed Mohamad Muhammed Mohammad
        a 9 أحمد | Ahmad Ahmed Ahmet Achmed Ahmmad
        a 8 علي | Ali Aly Alì
        a 8 فاطمة | Fatima Fatma Fatimah Fatmeh Fatema
        a 7 حسن | Hassan Hasan Hasen Hassane
        a 7 حسين | Hussein Hussain Husain Hossein Houssein Hussien
        a 7 خالد | Khaled Khalid Chaled Haled Kaled
        a 7 يوسف | Youssef Yousef Yusuf Jusuf Yousif Joussef
        a 6 عمر | Omar Umar Omer Oumar
        a 6 إبراهيم | Ibrahim Ebrahim Ibraheem Brahim
        a 6 مصطفى | Mustafa Mostafa Moustafa Mustapha Moustapha
        a 6 عبد الله | Abdullah Abdallah Abdulla Abd_Allah Abdellah Abdoullah
        a 6 عبد الرحمن | Abdulrahman Abdelrahman Abd_al-Rahman Abdul_Rahman Abdurrahman Abdurahman Abderrahmane
        a 5 مريم | Maryam Mariam Miriam Meryem Maryem
        a 5 زينب | Zainab Zeinab Zaynab Zeynab Zineb
        a 5 عائشة | Aisha Aischa Aicha Ayesha Aïcha
        a 5 خديجة | Khadija Chadidscha Khadidja Hadija Khadijah Khadeeja
        a 5 نور | Nour Nur Noor Noura
        a 5 وليد | Walid Waleed Oualid Welid
        a 4 رشا | Rasha Rascha Racha
        a 4 شيماء | Shaima Schaimaa Shaymaa Chaima Shaimaa
        a 4 جمال | Jamal Dschamal Djamal Gamal Jamaal
        a 4 ياسمين | Yasmin Jasmin Yasmine Yasmeen Jasmine
        a 4 طارق | Tarek Tariq Tarik Tareq
        a 4 قاسم | Qasim Kassem Qasem Kasim Kasem
        a 4 غسان | Ghassan Gassan Ghasan Rassan
        a 4 سعيد | Said Saeed Saïd Saied Sa'id
        a 4 نور الدين | Noureddine Nureddin Nour_al-Din Nuruddin Noor_Eddin
        a 3 هديل | Hadil Hadeel Hadile Hadyl
        a 3 وائل | Wael Wail Ouael Wa'el
        a 3 رغد | Raghad Ragad Raghed Raghd
        a 3 جهاد | Jihad Dschihad Djihad Jehad Gihad
        a 3 حياة | Hayat Hayet Haiat Hajat
        a 3 صلاح الدين | Salaheddin Salah_al-Din Salahuddin Salah_Eddine Salaheddine
        a 2 ثائر | Thaer Sair Tha'ir Thair
        p 8 رضا | Reza Resa Rida Réza
        p 8 زهرا | Zahra Sahra Zara Zahraa
        p 7 مهدی | Mahdi Mehdi Mahdy Mehdy
        p 6 فرشته | Fereshteh Fereshta Fereschteh Freshta Fereshte
        p 6 حمید | Hamid Hameed Hamed
        p 6 پروین | Parwin Parvin Parween Parveen
        p 5 شیرین | Shirin Schirin Shireen Chirine Shirine
        p 5 جواد | Jawad Javad Dschawad Djavad Jawaad
        p 5 نجیب الله | Najibullah Nadschibullah Najib_Ullah Nadjibullah Najeebullah
        p 5 غلام | Ghulam Gholam Golam Gulam
        p 4 عبدالقادر | Abdulqader Abdul_Qadir Abdolghader Abdelkader Abdul_Kadir
        p 4 ژاله | Zhaleh Jaleh Schale Zhala
        p 4 مسعود | Masoud Massoud Masud Massud
        p 4 خورشید | Khorshid Chorschid Khurshid Horshid
        p 4 بهزاد | Behzad Behsad Bahzad Behzaad
        p 4 سمیه | Somayeh Somaya Sumaya Somaye Soumaya
        p 3 اسماعیل | Esmail Ismail Esmaeil Ismaeel Esmaïl
        p 3 گلالی | Gulalai Golalai Gulalay Goulalai
        p 3 حبیبه | Habiba Habibeh Habibah Habibe
        p 2 ذبیح الله | Zabihullah Sabihullah Zabiullah Zabih_Ullah Zabihollah
        t 8 ተስፋይ | Tesfay Tesfai Tesfaye Tesfey
        t 8 ሳባ | Saba Sabah Sabba
        t 7 ሄለን | Helen Hellen Heleni
        t 7 ኣብርሃም | Abraham Abreham Abrham Abrehm
        t 6 ገብረመድህን | Gebremedhin Gebre-Medhin Ghebremedhin Gebre_Medhn Gebremedhn
        t 6 ሃይለ | Haile Hayle Haille Hailè
        t 6 ኪዳነ | Kidane Kidanè Kidahne Kidanie
        t 6 ፀጋይ | Tsegay Tsegai Tzegai Zegai Segay
        t 5 ህይወት | Hiwet Hiwot Hiyewt Hiwett
        t 5 ሚካኤል | Mikael Mickael Michael Mikiel
        t 5 ዮሃንስ | Yohannes Johannes Yohanes Yohans
        t 5 ፍረወይኒ | Freweyni Frewoini Freweini Fireweyni
        t 4 ብርሃነ | Berhane Birhane Brhane Berhanè
        t 4 ሰሎሞን | Solomon Selemon Salomon Selomon
        t 4 ለተብርሃን | Letebrhan Letebirhan Lete_Brhan Letebrehan
        t 4 መሓሪ | Mehari Mehary Mhari Meharie
        t 4 ርግበ | Rigbe Rgbe Regbe Rigbè
        t 3 ወልዱ | Weldu Woldu Ueldu Weldou
        t 3 ጀማል | Jemal Jamal Djemal Dschemal
        t 3 ዘውዲ | Zewdi Zeudi Zewdie Sewdi
        k 8 Mehmet | Mehmet Mehmed Mehmett
        k 8 Ayşe | Ayşe Ayse Aysche Ayshe
        k 7 Emine | Emine Emineh Eminé
        k 7 Hüseyin | Hüseyin Huseyin Hueseyin Hüssein
        k 6 Hatice | Hatice Hatidsche Hatidje Hatidje
        k 6 Şükrü | Şükrü Sükrü Sukru Schükrü Suekrue
        k 6 Çiğdem | Çiğdem Cigdem Çigdem Tschigdem
        k 5 Yıldız | Yıldız Yildiz Jildis Yildis
        k 5 İsmail | İsmail Ismail Ismayil Ismael
        k 5 Gülşen | Gülşen Gülsen Gulsen Guelsen Gülschen
        k 5 Cemal | Cemal Dschemal Djemal Cemâl
        k 4 Ömer | Ömer Omer Oemer Ömar
        k 4 Rojda | Rojda Roschda Rozhda Rojdâ
        k 4 Xezal | Xezal Khezal Chesal Hezal
        k 4 Oğuz | Oğuz Oguz Oghuz Ogus
        k 3 Berivan | Berîvan Berivan Beriwan Berievan
        k 3 Tuğba | Tuğba Tugba Tughba Tuba
        k 3 Ruşen | Ruşen Rusen Ruschen Roushen
        v 8 Anh | Anh Ánh Ahn
        v 7 Minh Đức | Minh_Đức Minh_Duc Minh-Duc Minhduc
        v 7 Thị Hương | Thị_Hương Huong Thi_Huong Hương
        v 6 Văn Hùng | Văn_Hùng Van_Hung Hung Hùng
        v 6 Phương | Phương Phuong Fuong
        v 6 Quang | Quang Quangh Quáng
        v 5 Thị Lan | Thị_Lan Lan Thi_Lan
        v 5 Tuấn | Tuấn Tuan Tuân
        v 4 Ngọc Bích | Ngọc_Bích Ngoc_Bich Ngoc-Bich Ngocbich
        v 4 Trung | Trung Trúng Troung
        v 4 Thu Hà | Thu_Hà Thu_Ha Thu-Ha
        v 4 Đăng | Đăng Dang Đang Ðang
        v 3 Xuân | Xuân Xuan Suan
        v 3 Mai Linh | Mai_Linh Mai-Linh Mailinh
        v 3 Thanh Tâm | Thanh_Tâm Thanh_Tam Thanh-Tam
        """
}
