// What people say, and what the national list of matters (GB/T 47678.5) calls it: a name found by no letter of what was
// said is found by these. A city's own words are aliases in its pack, and need no line here.
type Saying = readonly [said: readonly string[], official: string]

const sayings: readonly Saying[] = [
  [['马葫芦', 'manhole'], '井盖'],
  [['下水道', '下水井', '地漏', 'drain', 'sewer'], '雨水箅子 污水井盖 雨污水排放口'],
  [['自来水', '水管'], '供水'],
  [['煤气', '天然气', 'gas'], '燃气'],
  [['马路', '路面', '公路', '大街', '路上'], '道路'],
  [['坑', '塌', '开裂', '裂缝', 'pothole'], '道路破损'],
  [['马路牙', '路牙'], '路缘石缺损'],
  [['红绿灯', 'traffic light'], '交通信号灯'],
  [['street light', 'lamp'], '路灯'],
  [['电线', '网线', '飞线', '线掉', '线垂'], '架空线缆脱落'],
  [['栏杆'], '护栏'],
  [['消防栓', '消火栓', '灭火器'], '消防设施'],
  [['站牌', '公交站'], '公交站设施'],
  [['健身器'], '户外健身设施'],
  [['垃圾桶', '垃圾箱', 'bin'], '垃圾箱 垃圾站（箱）满溢'],
  [['没人收', '满了', '溢'], '满溢'],
  [['垃圾堆', '一堆垃圾', 'garbage', 'trash', 'rubbish'], '暴露垃圾'],
  [['破烂', '收废品'], '废品收购乱象'],
  [['死猫', '死狗', '死老鼠'], '动物尸体'],
  [['养鸡', '养鸭', '养猪'], '擅自饲养家禽家畜'],
  [['臭水', '河里', '河水'], '河道污染 水域不洁'],
  [['下雪', '积雪', '雪没', '结冰', '路滑', 'snow', 'ice'], '道路积雪、结冰'],
  [['树倒', '树断', '枯树', '树枝', '树要倒', 'tree'], '行道树 独立树'],
  [['吵', '噪音', '跳广场舞', 'noise', 'noisy'], '噪声扰民'],
  [['半夜施工', '夜间施工', '晚上施工'], '施工扰民 噪声扰民'],
  [['灰尘', '尘土'], '工地扬尘'],
  [['渣土车'], '渣土运输车辆'],
  [['牛皮癣', '贴广告', '贴小广告', '涂鸦', '乱涂', '乱画', 'graffiti'], '非法小广告'],
  [['招牌', '店招'], '牌匾标识'],
  [['广告牌'], '户外广告'],
  [['摆摊', '地摊', '小贩', '游商'], '占道经营 无照经营游商'],
  [['店里的东西摆', '摆到门外', '出店'], '店外经营'],
  [['违建', '违章建筑', '私自加盖', '加盖', '搭棚'], '私搭乱建 无证建设'],
  [['违停', '乱停车', '停车', '停在', 'parking'], '机动车乱停放'],
  [['电动车', '电瓶车', '自行车', '摩托'], '非机动车乱停放'],
  [['小黄车', '小蓝车', '单车'], '共享单车乱象'],
  [['楼道', '杂物'], '乱堆杂物'],
  [['地锁', '占车位'], '私设地锁、阻车桩'],
  [['要饭', '乞丐', '流浪汉'], '流浪乞讨'],
]

// Of letters whole words, one or many: an office is not icy.
const says = (words: string, each: string): boolean =>
  /[a-z]/.test(each) ? new RegExp(`\\b${each}s?\\b`).test(words) : words.includes(each)

// With what the list calls it added; the words themselves stay.
export function with_official(text: string): string {
  const words = text.toLowerCase()
  const added = sayings.filter(([said]) => said.some((each) => says(words, each))).map(([, official]) => official)
  return [text, ...added].join(' ')
}
